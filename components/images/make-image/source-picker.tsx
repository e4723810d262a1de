"use client";

import { useTranslations } from "next-intl";
import type { SourceRoute } from "@/lib/images/rules/source-rules";
import { FactLine } from "../../ui/data/fact-line";
import { Skeleton } from "../../ui/feedback/skeleton";
import { Checkbox } from "../../ui/forms/checkbox";
import { FieldError } from "../../ui/forms/field";
import { RadioGroup } from "../../ui/forms/radio-group";
import type { SourceOffer } from "./use-source-offers";

interface Props {
  route: SourceRoute;
  offers: readonly SourceOffer[] | undefined;
  chosen: readonly string[];
  onChange: (ids: readonly string[]) => void;
  error: string | undefined;
}

/** Servers, data disks or backups to make an image of; those that cannot be used stay in sight and say why. Several data disks of one server go together. */
export function SourcePicker({ route, offers, chosen, onChange, error }: Props) {
  const t = useTranslations("making");
  if (offers === undefined) return <Skeleton className="h-16 w-full" />;
  if (offers.length === 0) return <p className="text-muted">{t(`none.${route}`)}</p>;
  return (
    <div id="source" tabIndex={-1} className="scroll-fade-below -m-1 max-h-96 overflow-y-auto p-1">
      {route === "dataFromVolume" ? (
        <DiskChoice {...{ offers, chosen, onChange, error }} />
      ) : (
        <RadioGroup
          legend={t("source")}
          legendHidden
          name="source"
          error={error}
          value={chosen[0] ?? ""}
          onChange={(id) => onChange([id])}
          options={offers.map(({ id, name, facts, disabledReason }) => ({
            value: id,
            label: name,
            hint: <FactLine facts={facts} />,
            disabledReason,
          }))}
        />
      )}
    </div>
  );
}

function DiskChoice({ offers = [], chosen, onChange, error }: Omit<Props, "route">) {
  const t = useTranslations("making");
  const server = offers.find(({ id }) => chosen.includes(id))?.server;
  const otherServer = (offer: SourceOffer) =>
    server !== undefined && offer.server?.id !== server.id ? t("otherServer", { server: server.name }) : undefined;
  return (
    <fieldset aria-describedby={error === undefined ? undefined : "source-error"} className="min-w-0">
      <legend className="sr-only">{t("source")}</legend>
      <div className="grid gap-2">
        {offers.map((offer) => {
          const reason = offer.disabledReason ?? otherServer(offer);
          return (
            <Checkbox
              key={offer.id}
              name="source"
              label={offer.name}
              hint={<FactLine facts={reason === undefined ? offer.facts : [...offer.facts, reason]} />}
              disabledReason={reason}
              checked={chosen.includes(offer.id)}
              onChange={(event) => onChange(event.target.checked ? [...chosen, offer.id] : chosen.filter((id) => id !== offer.id))}
            />
          );
        })}
      </div>
      {error === undefined ? null : <FieldError id="source-error">{error}</FieldError>}
    </fieldset>
  );
}
