import "server-only";

/** Marks the text as UTF-8 for spreadsheet programs. */
export const BYTE_ORDER_MARK = "\uFEFF";

/** One line of a CSV file: RFC 4180, with CRLF. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

/**
 * A cell that a spreadsheet program shows and never runs: what begins like a formula gets an apostrophe before it. Numbers are ours and
 * stay numbers. Source: OWASP, CSV injection.
 */
function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
