"use client";

import { useLocale, useTranslations } from "next-intl";
import { MEMORY_CHOICES_MB } from "@/lib/images/constraints";
import { formatGib } from "@/lib/platform/format/bytes";
import { Field } from "../ui/forms/field";
import { Select } from "../ui/forms/select";

interface Props {
  /** Unit: MB, as text; `0` says that there is no limit. */
  min: string;
  max: string;
  onChange: (change: { minRamMb: string } | { maxRamMb: string }) => void;
  error?: string | undefined;
}

/** Two fields of a row: how much memory a server of the image has at least and at most (LIM-55). */
export function MemoryFields({ min, max, onChange, error }: Props) {
  const t = useTranslations("images");
  const locale = useLocale();
  const options = (current: string) =>
    [...new Set([...MEMORY_CHOICES_MB, Number(current)])]
      .toSorted((a, b) => a - b)
      .map((megabytes) => ({
        value: String(megabytes),
        label: megabytes === 0 ? t("noLimit") : formatGib(megabytes / 1024, locale),
      }));
  return (
    <>
      <Field id="minRamMb" label={t("fields.minRam")} hint={t("properties.minRamHint")}>
        <Select options={options(min)} value={min} onChange={(event) => onChange({ minRamMb: event.target.value })} />
      </Field>
      <Field id="maxRamMb" label={t("fields.maxRam")} hint={t("properties.maxRamHint")} error={error}>
        <Select options={options(max)} value={max} onChange={(event) => onChange({ maxRamMb: event.target.value })} />
      </Field>
    </>
  );
}
