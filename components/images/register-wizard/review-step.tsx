"use client";

import { useLocale, useTranslations } from "next-intl";
import { formatGib } from "@/lib/platform/format/bytes";
import { formatTag } from "@/lib/tags/model";
import { InspectionSummary } from "../../objects/inspection-summary";
import { TagBadges } from "../../tags/tag-badges";
import { Button } from "../../ui/controls/button";
import { KeyValues } from "../../ui/data/key-values";
import { Alert } from "../../ui/feedback/alert";
import { Card } from "../../ui/layout/card";
import { SystemWarnings } from "./system-notices";
import type { StepId, WizardState } from "./wizard-state";

/** Everything once more, each part with its way back, before the image is made. */
export function ReviewStep({ state, onEdit }: { state: WizardState; onEdit: (step: StepId) => void }) {
  const t = useTranslations("images");
  const m = useTranslations("manage");
  const locale = useLocale();
  const { draft, source } = state;
  const memory = (megabytes: string) => (megabytes === "0" ? t("noLimit") : formatGib(Number(megabytes) / 1024, locale));
  const edit = (step: StepId) => (
    <Button
      size="sm"
      variant="ghost"
      className="-me-2"
      onClick={() => onEdit(step)}
      aria-label={t("wizard.editStep", { step: t(`wizard.steps.${step}`) })}
    >
      {t("wizard.edit")}
    </Button>
  );
  return (
    <>
      <Card title={t("wizard.steps.source")} actions={edit("source")}>
        <KeyValues
          items={[
            { id: "bucket", label: t("source.bucket"), value: source?.bucketName },
            { id: "file", label: t("source.file"), value: source?.name },
            {
              id: "found",
              label: t("source.found"),
              value: source === undefined ? undefined : <InspectionSummary object={source} />,
              wide: true,
            },
          ]}
        />
      </Card>
      <Card title={t("wizard.steps.properties")} actions={edit("properties")}>
        <KeyValues
          items={[
            { id: "name", label: t("fields.name"), value: draft.name },
            { id: "kind", label: t("fields.kind"), value: t(`kinds.${draft.kind}`) },
            { id: "os", label: t("fields.os"), value: draft.osVersion === "" ? t("properties.detect") : draft.osVersion },
            {
              id: "architecture",
              label: t("fields.architecture"),
              value: draft.architecture === "" ? t("properties.detect") : t(`architectures.${draft.architecture}`),
            },
            {
              id: "boot",
              label: t("fields.bootMode"),
              value: draft.bootMode === "" ? t("properties.detect") : draft.bootMode.toUpperCase(),
            },
            {
              id: "disk",
              label: t("fields.minDisk"),
              value: draft.minDiskGb === "" ? t("properties.detect") : formatGib(Number(draft.minDiskGb), locale),
            },
            ...(draft.dataDisks.length === 0 || draft.kind !== "system"
              ? []
              : [{ id: "dataDisks", label: m("wizard.dataDisks"), value: m("wizard.dataDiskCount", { count: draft.dataDisks.length }) }]),
            { id: "encrypted", label: t("fields.encrypted"), value: t(draft.encrypted && draft.kind !== "iso" ? "yes" : "no") },
            { id: "quick", label: m("wizard.quick"), value: t(draft.quick && draft.kind !== "iso" ? "yes" : "no") },
            {
              id: "tags",
              label: m("columns.tags"),
              value: draft.tags.length === 0 ? undefined : <TagBadges tags={draft.tags.map(formatTag)} />,
            },
            { id: "minRam", label: t("fields.minRam"), value: memory(draft.minRamMb) },
            { id: "maxRam", label: t("fields.maxRam"), value: memory(draft.maxRamMb) },
            {
              id: "description",
              label: t("fields.description"),
              value: draft.description === "" ? undefined : draft.description,
              wide: true,
            },
          ]}
        />
      </Card>
      <SystemWarnings state={state} />
      <Alert tone="neutral" title={t("review.next")}>
        {t("review.nextBody")}
      </Alert>
    </>
  );
}
