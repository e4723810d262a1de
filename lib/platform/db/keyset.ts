import { z } from "zod";
import { AppError } from "../errors";

/**
 * Keyset pages: a cursor names the last row seen by its sort key and id, so a page costs the same anywhere in the list and
 * never shifts when rows come or go. Opaque to clients; a broken one is `invalidArgument`.
 */
export interface Cursor {
  readonly key: string;
  readonly id: string;
  readonly direction: "next" | "previous";
}

const cursorSchema = z.tuple([z.string(), z.uuid(), z.enum(["next", "previous"])]);

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.key, cursor.id, cursor.direction])).toString("base64url");
}

export function decodeCursor(text: string): Cursor {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(text, "base64url").toString("utf8")));
  if (!parsed.success) throw new AppError("invalidArgument", { field: "cursor" });
  const [key, id, direction] = parsed.data;
  return { key, id, direction };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: the schema refuses it with the right words
  }
}

export interface KeysetOrder {
  /** Column the list is sorted by; ties fall to the id. */
  readonly column: string;
  readonly descending: boolean;
  /** Turns the cursor's text back into the column's value. */
  readonly parse: (key: string) => string | Date;
}

/** The `where` and `orderBy` of one page. Rows of a previous page come in reverse: give them to `toPage`. Errors: `invalidArgument` for another order's cursor. */
export function keysetOf(order: KeysetOrder, cursor: Cursor | undefined) {
  const backwards = cursor?.direction === "previous";
  const direction = order.descending !== backwards ? ("desc" as const) : ("asc" as const);
  const orderBy = [{ [order.column]: direction }, { id: direction }];
  if (cursor === undefined) return { where: {}, orderBy };
  const operator = direction === "desc" ? "lt" : "gt";
  const value = order.parse(cursor.key);
  if (value instanceof Date && Number.isNaN(value.getTime())) throw new AppError("invalidArgument", { field: "cursor" });
  return { where: { OR: [{ [order.column]: { [operator]: value } }, { [order.column]: value, id: { [operator]: cursor.id } }] }, orderBy };
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
}

/** Makes a page of up to `size` rows from `size + 1` that were read. */
export function toPage<Row extends { id: string }>(
  read: readonly Row[],
  size: number,
  cursor: Cursor | undefined,
  keyOf: (row: Row) => string,
): Page<Row> {
  const backwards = cursor?.direction === "previous";
  const beyond = read.length > size;
  const rows = backwards ? read.slice(0, size).reverse() : read.slice(0, size);
  const first = rows[0];
  const last = rows.at(-1);
  const hasNext = backwards || beyond;
  const hasPrevious = backwards ? beyond : cursor !== undefined;
  return {
    rows,
    nextCursor: hasNext && last !== undefined ? encodeCursor({ key: keyOf(last), id: last.id, direction: "next" }) : null,
    previousCursor: hasPrevious && first !== undefined ? encodeCursor({ key: keyOf(first), id: first.id, direction: "previous" }) : null,
  };
}
