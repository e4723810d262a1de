import { keepMade } from "./keep-made";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface DateStyle {
  readonly locale: string;
  readonly timeZone: string;
}

const digits = keepMade(
  (timeZone: string) =>
    new Intl.DateTimeFormat("en-CA", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    }),
);
const instants = keepMade(
  (locale: string, timeZone: string) =>
    new Intl.DateTimeFormat(locale, {
      timeZone,
      year: "numeric",
      month: "short",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "longOffset",
    }),
);
const distances = keepMade((locale: string) => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
const lengths = keepMade((locale: string, unit: string) => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }));

/** `2026-11-24` and `10:23:51`, apart, so that a list can show the time in a second tone. Sortable digits in every language. */
export function formatDateParts(date: Date, { timeZone }: DateStyle): { day: string; time: string } {
  const parts = digits(timeZone).formatToParts(date);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return { day: `${part("year")}-${part("month")}-${part("day")}`, time: `${part("hour")}:${part("minute")}:${part("second")}` };
}

/** The whole instant with its offset, in words of the language: for tooltips and detail pages. */
export function formatDateTime(date: Date, { locale, timeZone }: DateStyle): string {
  return instants(locale, timeZone).format(date);
}

/** `3 minutes ago`, or undefined when the instant is a day or more away: then a date says more. */
export function formatRelative(date: Date, now: Date, locale: string): string | undefined {
  const delta = date.getTime() - now.getTime();
  const size = Math.abs(delta);
  if (size >= DAY) return undefined;
  const words = distances(locale);
  if (size < MINUTE) return words.format(Math.round(delta / SECOND), "second");
  if (size < HOUR) return words.format(Math.round(delta / MINUTE), "minute");
  return words.format(Math.round(delta / HOUR), "hour");
}

/** Two largest units of a length of time: `1 hr 4 min`, `12 sec`. Unit: seconds; negative counts as 0. */
export function formatDuration(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.round(seconds));
  const units = [
    ["day", Math.floor(whole / 86_400)],
    ["hour", Math.floor((whole % 86_400) / 3600)],
    ["minute", Math.floor((whole % 3600) / 60)],
    ["second", whole % 60],
  ] as const;
  const first = units.findIndex(([, count]) => count > 0);
  const shown = first === -1 ? units.slice(-1) : units.slice(first, first + 2).filter(([, count]) => count > 0);
  return shown.map(([unit, count]) => formatUnit(count, unit, locale)).join(" ");
}

/** A count and its unit with a space between, which Intl leaves out in Chinese: `1 分钟`, as the words of the console have it. */
function formatUnit(count: number, unit: string, locale: string): string {
  return lengths(locale, unit)
    .format(count)
    .replace(/\d(?=\p{Script=Han})/u, "$& ");
}
