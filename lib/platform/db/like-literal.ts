/** Text that LIKE is to find as it stands: Prisma hands `contains` and `startsWith` on as they are, wildcards included. */
export function likeLiteral(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
