import { keepMade } from "./keep-made";

const numbers = keepMade((locale: string) => new Intl.NumberFormat(locale));
const percents = keepMade((locale: string) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }));

export function formatNumber(value: number, locale: string): string {
  return numbers(locale).format(value);
}

/** A share of 100, rounded down so that nothing unfinished reads 100 %. Unit of `percent`: 0 to 100, clamped. */
export function formatPercent(percent: number, locale: string): string {
  const whole = Math.floor(Math.min(100, Math.max(0, percent)));
  return percents(locale).format(whole / 100);
}

/** The first eight characters of an id: enough to tell rows apart, never enough to act on. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}
