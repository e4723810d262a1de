"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Dispatch } from "react";
import { DESCRIPTION_MAX_LENGTH, MEMORY_CHOICES_MB, SYSTEM_DISK_MAX_GB, SYSTEM_DISK_MIN_GB } from "@/lib/images/constraints";
import { formatGib, gibUnit } from "@/lib/platform/format/bytes";
import { Alert } from "../../ui/feedback/alert";
import type { FormProblem } from "../../ui/forms/error-summary";
import { Field } from "../../ui/forms/field";
import { Input } from "../../ui/forms/input";
import { RadioGroup } from "../../ui/forms/radio-group";
import { Select } from "../../ui/forms/select";
import { Textarea } from "../../ui/forms/textarea";
import { Card } from "../../ui/layout/card";
import type { Draft, WizardEvent, WizardState } from "./wizard-state";

interface Props {
  state: WizardState;
  dispatch: Dispatch<WizardEvent>;
  problems: readonly FormProblem[];
}

/** What the image is: found values first, each open to change where that makes sense. */
export function PropertiesStep({ state, dispatch, problems }: Props) {
  const t = useTranslations("images");
  const edit = (field: keyof Draft) => (value: string) => dispatch({ type: "edit", field, value });
  const errorOf = (field: keyof Draft) => problems.find((problem) => problem.fieldId === field)?.message;
  return (
    <>
      <DetectedNotice state={state} />
      <Card title={t("properties.identity")}>
        <div className="space-y-4">
          <Field id="name" label={t("fields.name")} hint={t("properties.nameHint")} error={errorOf("name")}>
            <Input value={state.draft.name} onChange={(event) => edit("name")(event.target.value)} autoComplete="off" />
          </Field>
          <Field id="description" label={t("fields.description")} optional error={errorOf("description")}>
            <Textarea value={state.draft.description} counterMax={DESCRIPTION_MAX_LENGTH} onChange={(event) => edit("description")(event.target.value)} />
          </Field>
        </div>
      </Card>
      <SystemCard draft={state.draft} edit={edit} errorOf={errorOf} />
      <LimitsCard draft={state.draft} edit={edit} errorOf={errorOf} />
    </>
  );
}

interface CardProps {
  draft: Draft;
  edit: (field: keyof Draft) => (value: string) => void;
  errorOf: (field: keyof Draft) => string | undefined;
}

function SystemCard({ draft, edit, errorOf }: CardProps) {
  const t = useTranslations("images");
  const armOnly = draft.architecture === "arm";
  return (
    <Card title={t("properties.system")}>
      <div className="space-y-4">
        <RadioGroup
          legend={t("fields.architecture")}
          name="architecture"
          look="inline"
          value={draft.architecture}
          onChange={(value) => {
            edit("architecture")(value);
            if (value === "arm") edit("bootMode")("uefi");
          }}
          options={[
            { value: "", label: t("properties.detect") },
            { value: "x86", label: t("architectures.x86") },
            { value: "arm", label: t("architectures.arm") },
          ]}
        />
        <RadioGroup
          legend={t("fields.bootMode")}
          name="bootMode"
          look="inline"
          hint={armOnly ? t("properties.armUefi") : undefined}
          error={errorOf("bootMode")}
          value={draft.bootMode}
          onChange={edit("bootMode")}
          options={[
            { value: "", label: t("properties.detect") },
            { value: "bios", label: "BIOS", ...(armOnly ? { disabledReason: t("properties.armUefi") } : {}) },
            { value: "uefi", label: "UEFI" },
          ]}
        />
      </div>
    </Card>
  );
}

function LimitsCard({ draft, edit, errorOf }: CardProps) {
  const t = useTranslations("images");
  const locale = useLocale();
  const memory = MEMORY_CHOICES_MB.map((megabytes) => ({ value: String(megabytes), label: megabytes === 0 ? t("noLimit") : formatGib(megabytes / 1024, locale) }));
  return (
    <Card title={t("properties.limits")}>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field
          id="minDiskGb"
          label={t("fields.minDisk")}
          hint={t("properties.diskHint", { min: SYSTEM_DISK_MIN_GB, max: SYSTEM_DISK_MAX_GB, unit: gibUnit(locale) })}
          error={errorOf("minDiskGb")}
        >
          <Input inputMode="numeric" value={draft.minDiskGb} suffix={gibUnit(locale)} onChange={(event) => edit("minDiskGb")(event.target.value)} />
        </Field>
        <Field id="minRamMb" label={t("fields.minRam")} hint={t("properties.ramHint")}>
          <Select options={memory} value={draft.minRamMb} onChange={(event) => edit("minRamMb")(event.target.value)} />
        </Field>
        <Field id="maxRamMb" label={t("fields.maxRam")} hint={t("properties.ramHint")} error={errorOf("maxRamMb")}>
          <Select options={memory} value={draft.maxRamMb} onChange={(event) => edit("maxRamMb")(event.target.value)} />
        </Field>
      </div>
    </Card>
  );
}

/** What was found inside the file; the job looks again and its finding wins. */
function DetectedNotice({ state }: { state: WizardState }) {
  const t = useTranslations("images");
  const inspection = state.source?.inspection;
  if (inspection?.state !== "ok") return <Alert tone="neutral">{t("properties.notYetDetected")}</Alert>;
  const { os, facts } = inspection;
  if (os === null) return <Alert tone="warning" title={t("properties.unknownOs")}>{t("properties.unknownOsBody")}</Alert>;
  return (
    <Alert tone="ok" title={t("properties.detected", { os: os.prettyName ?? os.version })}>
      {t("properties.detectedBody", { format: facts.format.toUpperCase(), version: os.version, bits: os.bits })}
    </Alert>
  );
}
