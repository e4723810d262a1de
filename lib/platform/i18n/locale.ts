/** Languages of the console. The first is what a visitor gets whose browser asks for none of them. */
export const LOCALES = ["zh-CN", "en"] as const;
export type Locale = (typeof LOCALES)[number];

export const DEFAULT_LOCALE: Locale = "zh-CN";
export const LOCALE_COOKIE = "ims-locale";
export const TIME_ZONE_COOKIE = "ims-time-zone";
export const DEFAULT_TIME_ZONE = "UTC";

export function isLocale(value: string | undefined): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/** The best language for an `Accept-Language` header: highest weight first, matched by its primary subtag. Source: RFC 9110 §12.5.4. */
export function negotiateLocale(header: string | null | undefined): Locale {
  const wanted = (header ?? "")
    .split(",")
    .map(parseRange)
    .filter((range) => range.weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { language } of wanted) {
    const match = LOCALES.find((locale) => locale.split("-")[0] === language);
    if (match !== undefined) return match;
  }
  return DEFAULT_LOCALE;
}

function parseRange(range: string): { language: string; weight: number } {
  const [tag = "", ...parameters] = range.trim().split(";");
  const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/i.exec(parameter)?.[1]).find((value) => value !== undefined);
  return { language: tag.toLowerCase().split("-")[0] ?? "", weight: weight === undefined ? 1 : Number(weight) || 0 };
}

/** The time zone a browser reported, if this runtime knows it; else UTC. */
export function parseTimeZone(value: string | undefined): string {
  if (value === undefined || value === "") return DEFAULT_TIME_ZONE;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return DEFAULT_TIME_ZONE; // the cookie is the visitor's to write; a name nobody knows is no reason to fail
  }
}
