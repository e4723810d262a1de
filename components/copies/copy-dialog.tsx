"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { copyQueries } from "@/lib/copies/client";
import type { CopyOptions } from "@/lib/copies/model";
import type { ImageView } from "@/lib/images/model";
import { ITEM_OF } from "@/lib/images/rules/item-of";
import { whyNot } from "@/lib/images/rules/why-not";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useWhyForbidden } from "../console/rights";
import { HelpLink } from "../help/help-links";
import { useErrorWords } from "../shell/error-words";
import { Checkbox } from "../ui/forms/checkbox";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { RadioGroup } from "../ui/forms/radio-group";
import { FormDialog } from "../ui/overlays/form-dialog";
import { AcrossFields } from "./across-fields";
import { CopyCost } from "./copy-cost";
import { EncryptionFields } from "./encryption-fields";
import { type CopyDraft, newDraft, useSubmitCopy } from "./use-submit-copy";

interface Props {
  place: ConsolePlace;
  image: ImageView;
  onClose: () => void;
}

/** Copies an image inside its region or to another one; what is not possible says why. */
export default function CopyDialog({ place, image, onClose }: Props) {
  const t = useTranslations("exchange.copy");
  const { data: options } = useQuery(copyQueries.options(place, image.id));
  const [draft, setDraft] = useState<CopyDraft>(() => newDraft(image));
  const { submit, act } = useSubmitCopy(place, image, onClose);
  const change = (next: Partial<CopyDraft>) => setDraft({ ...draft, ...next });
  const target = draft.where === "across" ? options?.targets.find(({ regionId }) => regionId === draft.regionId) : undefined;
  return (
    <FormDialog
      title={t("title")}
      subject={image.name}
      help={<HelpLink to={draft.where === "across" ? "copy-across-regions" : "copy-in-region"} />}
      submitLabel={t("submit")}
      onSubmit={() => submit(draft, { needsVault: options?.backup != null })}
      onClose={onClose}
      act={act}
    >
      <WhereTo {...{ image, options, draft, change }} />
      {draft.where === "across" && options !== undefined ? <AcrossFields {...{ place, options, draft, change }} /> : null}
      <Field label={t("name")}>
        <Input value={draft.name} onChange={(event) => change({ name: event.target.value })} autoComplete="off" />
      </Field>
      <Field label={t("description")} optional>
        <Input value={draft.description} onChange={(event) => change({ description: event.target.value })} autoComplete="off" />
      </Field>
      {draft.where === "here" ? <EncryptionFields {...{ place, image, draft, change }} /> : null}
      {image.tags.length > 0 ? (
        <Checkbox label={t("tags")} checked={draft.copyTags} onChange={(event) => change({ copyTags: event.target.checked })} />
      ) : null}
      <Checkbox
        label={t("wait")}
        hint={
          options === undefined
            ? undefined
            : t("waitHint", { running: options.running, max: target?.maxRunning ?? options.maxRunning, waiting: options.waiting })
        }
        checked={draft.waitTurn}
        onChange={(event) => change({ waitTurn: event.target.checked })}
      />
      {draft.where === "across" && target === undefined ? null : (
        <CopyCost place={place} image={image} storedBytes={options?.storedBytes ?? null} target={target?.prices} />
      )}
    </FormDialog>
  );
}

interface WhereProps {
  image: ImageView;
  options: CopyOptions | undefined;
  draft: CopyDraft;
  change: (next: Partial<CopyDraft>) => void;
}

function WhereTo({ image, options, draft, change }: WhereProps) {
  const t = useTranslations("exchange.copy");
  const words = useErrorWords();
  const forbidden = useWhyForbidden(image);
  const why = (action: "copyInRegion" | "copyAcrossRegions") => {
    const maxGb =
      action === "copyInRegion"
        ? (options?.maxGbInRegion ?? Number.POSITIVE_INFINITY)
        : Math.max(0, ...(options?.targets ?? []).map((target) => target.maxGb));
    const copy = { targetRegionId: "", maxGb: options === undefined ? Number.POSITIVE_INFINITY : maxGb, running: 0, maxRunning: 1 };
    // Copies that run already only make it wait, which the last box asks.
    const refusal = whyNot(action, { ...image, busyWith: [] }, { copy });
    return forbidden(ITEM_OF[action]) ?? (refusal === undefined ? undefined : words(refusal.code).title);
  };
  return (
    <RadioGroup
      legend={t("where")}
      name="where"
      look="tiles"
      value={draft.where}
      onChange={(where) => change(where === "across" ? { where, name: draft.acrossName } : { where: "here", name: draft.hereName })}
      options={[
        {
          value: "here",
          label: t("here"),
          hint: t("hereHint", { gb: options?.maxGbInRegion ?? 128 }),
          disabledReason: why("copyInRegion"),
        },
        { value: "across", label: t("across"), hint: t("acrossHint"), disabledReason: why("copyAcrossRegions") },
      ]}
    />
  );
}
