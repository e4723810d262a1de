import { keepMade } from "./keep-made";

const STEPS = ["byte", "kibi", "mebi", "gibi", "tebi", "pebi"] as const;
const KIB = 1024;
/** Between a number and its unit: a line never ends there. */
const NO_BREAK = "\u00a0";

/** Labels of the binary units. Chinese follows the service's documents, which write GB for 2^30 bytes; English writes GiB. */
const UNITS: Record<"zh" | "en", Record<(typeof STEPS)[number], string>> = {
  zh: { byte: "B", kibi: "KB", mebi: "MB", gibi: "GB", tebi: "TB", pebi: "PB" },
  en: { byte: "B", kibi: "KiB", mebi: "MiB", gibi: "GiB", tebi: "TiB", pebi: "PiB" },
};

const exactNumbers = keepMade((locale: string) => new Intl.NumberFormat(locale));
const gibNumbers = keepMade((locale: string) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }));
const byteNumbers = keepMade((locale: string) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 }));
const largeNumbers = keepMade((locale: string) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }));

export function gibUnit(locale: string): string {
  return unitsOf(locale).gibi;
}

/** A size with three significant digits in the largest unit that keeps it at least 1: `4.29 GiB`. Unit of `bytes`: bytes. */
export function formatBytes(bytes: number, locale: string): string {
  const exponent = bytes >= KIB ? Math.min(Math.floor(Math.log2(bytes) / 10), STEPS.length - 1) : 0;
  const rounded = Number((bytes / KIB ** exponent).toPrecision(3));
  // 1023.9 KiB rounds to "1,020 KiB" or "1,024 KiB": the next unit reads better.
  const carry = rounded >= 1000 && exponent > 0 && exponent < STEPS.length - 1;
  const value = carry ? bytes / KIB ** (exponent + 1) : bytes / KIB ** exponent;
  const step = STEPS[carry ? exponent + 1 : exponent] ?? "byte";
  const digits = (step === "byte" ? byteNumbers : largeNumbers)(locale).format(value);
  return `${digits}${NO_BREAK}${unitsOf(locale)[step]}`;
}

/** A whole number of GiB as the forms and lists show disks: `40 GiB`. */
export function formatGib(gib: number, locale: string): string {
  return `${gibNumbers(locale).format(gib)}${NO_BREAK}${gibUnit(locale)}`;
}

/** The exact count for a tooltip: `4,608,491,520 B`. */
export function formatExactBytes(bytes: number, locale: string): string {
  return `${exactNumbers(locale).format(bytes)}${NO_BREAK}B`;
}

export function formatRate(bytesPerSecond: number, locale: string): string {
  return `${formatBytes(bytesPerSecond, locale)}/s`;
}

function unitsOf(locale: string) {
  return locale.startsWith("zh") ? UNITS.zh : UNITS.en;
}
