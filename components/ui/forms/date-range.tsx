"use client";

import { useTimeZone, useTranslations } from "next-intl";
import { useId } from "react";
import { Input } from "./input";

/** Days as the reader's calendar has them, `YYYY-MM-DD`; an absent end is open. */
export interface DayRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** From one day to another, both included; says in which time zone the days are. The fields are the browser's own. */
export function DateRange({ legend, value, onChange }: { legend: string; value: DayRange; onChange: (value: DayRange) => void }) {
  const t = useTranslations("ui");
  const zone = useTimeZone() ?? "UTC";
  const id = useId();
  return (
    <fieldset aria-describedby={id} className="min-w-0">
      <legend className="sr-only">{legend}</legend>
      <span className="flex flex-wrap items-center gap-2">
        <Input
          type="date"
          aria-label={t("range.from", { name: legend })}
          value={value.from ?? ""}
          max={value.to}
          className="w-36!"
          onChange={(event) => onChange({ ...value, from: event.target.value || undefined })}
        />
        <span aria-hidden className="text-faint">
          –
        </span>
        <Input
          type="date"
          aria-label={t("range.to", { name: legend })}
          value={value.to ?? ""}
          min={value.from}
          className="w-36!"
          onChange={(event) => onChange({ ...value, to: event.target.value || undefined })}
        />
        <span id={id} className="text-muted text-xs">
          {t("range.zone", { zone })}
        </span>
      </span>
    </fieldset>
  );
}
