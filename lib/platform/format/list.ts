/** `a, b, c`, as the language separates what stands side by side. */
export function formatList(items: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: "conjunction", style: "narrow" }).format(items);
}
