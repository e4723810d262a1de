"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ImageView } from "@/lib/images/model";
import { publishImageAction } from "@/lib/market/actions";
import { SUMMARY_MAX_LENGTH } from "@/lib/market/constraints";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionFailure } from "@/lib/platform/http/action";
import { useAct } from "../console/use-act";
import { Alert } from "../ui/feedback/alert";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { Textarea } from "../ui/forms/textarea";
import { FormDialog } from "../ui/overlays/form-dialog";

interface Props {
  place: ConsolePlace;
  image: ImageView;
  onClose: () => void;
}

const PROBLEMS = ["vendorRequired", "priceRange", "softwareTooMany", "tooLong", "characters"] as const;

/** Offers an image in the market: who sells it, what is in it, what it costs; and what publishing means. */
export default function PublishDialog({ place, image, onClose }: Props) {
  const t = useTranslations("exchange.market");
  const act = useAct(place, ownWords);
  const [draft, setDraft] = useState({ vendor: "", summary: image.description, software: "", price: "0" });
  const [problem, setProblem] = useState<{ field: string; words: string }>();
  const change = (next: Partial<typeof draft>) => setDraft({ ...draft, ...next });
  const errorOf = (field: string) => (problem?.field === field ? problem.words : undefined);

  const submit = async () => {
    if (draft.vendor.trim() === "") return setProblem({ field: "vendor", words: t("problems.vendorRequired") });
    const pricePerHour = Number(draft.price);
    if (draft.price.trim() === "" || !Number.isFinite(pricePerHour))
      return setProblem({ field: "pricePerHour", words: t("problems.priceRange") });
    setProblem(undefined);
    const software = draft.software.split("\n").map((line) => line.trim());
    const offer = { vendor: draft.vendor, summary: draft.summary, software: software.filter((line) => line !== ""), pricePerHour };
    if (await act.run(publishImageAction(place, { imageId: image.id, ...offer }), t("submitted", { name: image.name }))) onClose();
  };

  /** What the server finds wrong in a field stands at the field, too. */
  function ownWords({ detail }: ActionFailure) {
    const known = PROBLEMS.find((each) => each === detail.reason);
    if (known === undefined) return undefined;
    const title = t(`problems.${known}`);
    setProblem({ field: String(detail.field ?? "").split(".")[0] ?? "", words: title });
    return { title };
  }

  return (
    <FormDialog title={t("title")} subject={image.name} submitLabel={t("submit")} onSubmit={submit} onClose={onClose} act={act}>
      <Field label={t("vendor")} hint={t("vendorHint")} error={errorOf("vendor")}>
        <Input value={draft.vendor} onChange={(event) => change({ vendor: event.target.value })} autoComplete="organization" autoFocus />
      </Field>
      <Field label={t("summary")} optional error={errorOf("summary")}>
        <Textarea value={draft.summary} onChange={(event) => change({ summary: event.target.value })} counterMax={SUMMARY_MAX_LENGTH} />
      </Field>
      <Field label={t("software")} hint={t("softwareHint")} optional error={errorOf("software")}>
        <Textarea value={draft.software} onChange={(event) => change({ software: event.target.value })} spellCheck={false} />
      </Field>
      <Field label={t("price")} error={errorOf("pricePerHour")}>
        <Input value={draft.price} onChange={(event) => change({ price: event.target.value })} inputMode="decimal" autoComplete="off" />
      </Field>
      <Alert tone="neutral">
        <ul className="list-disc space-y-1 ps-5">
          {(["review", "fixed", "back"] as const).map((each) => (
            <li key={each}>{t(`consequences.${each}`)}</li>
          ))}
        </ul>
      </Alert>
    </FormDialog>
  );
}
