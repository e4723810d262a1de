"use client";

import { useLocale, useTimeZone } from "next-intl";
import { formatDateParts, formatDateTime } from "@/lib/platform/format/time";

/** An instant in the reader's time zone, the time in a second tone; the whole, with its offset, on hover. `value` is ISO 8601. */
export function Timestamp({ value }: { value: string }) {
  const locale = useLocale();
  const timeZone = useTimeZone() ?? "UTC";
  const date = new Date(value);
  const { day, time } = formatDateParts(date, { locale, timeZone });
  return (
    <time dateTime={value} title={formatDateTime(date, { locale, timeZone })}>
      <span className="whitespace-nowrap">{day}</span> <span className="whitespace-nowrap text-faint">{time}</span>
    </time>
  );
}
