import { keepMade } from "./keep-made";

const lists = keepMade((locale: string) => new Intl.ListFormat(locale, { type: "conjunction", style: "narrow" }));

/** `a, b, c`, as the language separates what stands side by side. */
export function formatList(items: readonly string[], locale: string): string {
  return lists(locale).format(items);
}
