"use client";

import { useLocale, useTranslations } from "next-intl";
import type { Dispatch } from "react";
import {
  DATA_DISK_MAX_GB,
  DATA_DISK_MIN_GB,
  DESCRIPTION_MAX_LENGTH,
  SYSTEM_DISK_MAX_GB,
  SYSTEM_DISK_MIN_GB,
} from "@/lib/images/constraints";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { gibUnit } from "@/lib/platform/format/bytes";
import type { FormProblem } from "../../ui/forms/error-summary";
import { Field, FieldRow } from "../../ui/forms/field";
import { Input } from "../../ui/forms/input";
import { Select } from "../../ui/forms/select";
import { Textarea } from "../../ui/forms/textarea";
import { Card } from "../../ui/layout/card";
import { MemoryFields } from "../memory-fields";
import { TagsCard } from "../tags-card";
import { DataDisksCard } from "./data-disks-card";
import { ImportCard } from "./import-card";
import { SystemCard } from "./system-card";
import { FoundSystem, SystemWarnings } from "./system-notices";
import type { Draft, TextField, WizardEvent, WizardState } from "./wizard-state";

interface Props {
  place: ConsolePlace;
  state: WizardState;
  dispatch: Dispatch<WizardEvent>;
  problems: readonly FormProblem[];
}

/** What the image is: found values first, each open to change where that makes sense. */
export function PropertiesStep({ place, state, dispatch, problems }: Props) {
  const t = useTranslations("images");
  const set = (change: Partial<Draft>) => dispatch({ type: "set", change });
  const edit = (field: TextField) => (value: string) => dispatch({ type: "edit", field, value });
  const errorOf = (field: keyof Draft) => problems.find((problem) => problem.fieldId === field)?.message;
  return (
    <>
      <FoundSystem state={state} />
      <SystemWarnings state={state} />
      <Card title={t("properties.identity")}>
        <div className="space-y-4">
          <Field id="name" label={t("fields.name")} hint={t("properties.nameHint")} error={errorOf("name")}>
            <Input value={state.draft.name} onChange={(event) => edit("name")(event.target.value)} autoComplete="off" />
          </Field>
          <Field id="description" label={t("fields.description")} optional error={errorOf("description")}>
            <Textarea
              value={state.draft.description}
              counterMax={DESCRIPTION_MAX_LENGTH}
              onChange={(event) => edit("description")(event.target.value)}
            />
          </Field>
        </div>
      </Card>
      {state.draft.kind === "data" ? null : <SystemCard draft={state.draft} edit={edit} errorOf={errorOf} />}
      <LimitsCard draft={state.draft} edit={edit} errorOf={errorOf} />
      {state.draft.kind === "system" ? <DataDisksCard place={place} state={state} set={set} problems={problems} /> : null}
      <ImportCard place={place} draft={state.draft} set={set} problems={problems} />
      <TagsCard place={place} tags={state.draft.tags} onChange={(tags) => set({ tags })} error={errorOf("tags")} />
    </>
  );
}

interface CardProps {
  draft: Draft;
  edit: (field: TextField) => (value: string) => void;
  errorOf: (field: keyof Draft) => string | undefined;
}

function LimitsCard({ draft, edit, errorOf }: CardProps) {
  const t = useTranslations("images");
  const m = useTranslations("manage");
  const locale = useLocale();
  const data = draft.kind === "data";
  const [min, max] = data ? [DATA_DISK_MIN_GB, DATA_DISK_MAX_GB] : [SYSTEM_DISK_MIN_GB, SYSTEM_DISK_MAX_GB];
  return (
    <Card title={t("properties.limits")}>
      <FieldRow columns={3}>
        <Field
          id="minDiskGb"
          label={data ? m("wizard.dataDisk") : t("fields.minDisk")}
          hint={t("properties.diskHint", { min, max, unit: gibUnit(locale) })}
          error={errorOf("minDiskGb")}
        >
          <Input
            inputMode="numeric"
            value={draft.minDiskGb}
            suffix={gibUnit(locale)}
            onChange={(event) => edit("minDiskGb")(event.target.value)}
          />
        </Field>
        {data ? (
          <Field id="osFamily" label={t("fields.osFamily")}>
            <Select
              options={[
                { value: "linux", label: t("families.linux") },
                { value: "windows", label: t("families.windows") },
              ]}
              value={draft.osFamily}
              onChange={(event) => edit("osFamily")(event.target.value)}
            />
          </Field>
        ) : (
          <MemoryFields
            min={draft.minRamMb}
            max={draft.maxRamMb}
            onChange={(change) => ("minRamMb" in change ? edit("minRamMb")(change.minRamMb) : edit("maxRamMb")(change.maxRamMb))}
            error={errorOf("maxRamMb")}
          />
        )}
      </FieldRow>
    </Card>
  );
}
