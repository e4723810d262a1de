import "server-only";
import type { ByteRange } from "@/lib/platform/storage/storage";

/**
 * The one byte range a `Range` header asks for. Undefined: answer with everything, as for no header, one of another unit, a broken
 * one, or several ranges at once, which a server may ignore. Source: RFC 9110, 14.1.2 and 14.2.
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | "unsatisfiable" | undefined {
  const match = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "");
  if (match === null) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return undefined;
  if (first === "") return suffix(Number(last), sizeBytes);
  const [start, end] = [Number(first), last === "" ? Number.POSITIVE_INFINITY : Number(last)];
  if (end < start) return undefined;
  return start >= sizeBytes ? "unsatisfiable" : { start, end: Math.min(end, sizeBytes - 1) };
}

function suffix(length: number, sizeBytes: number): ByteRange | "unsatisfiable" {
  return length === 0 || sizeBytes === 0 ? "unsatisfiable" : { start: Math.max(0, sizeBytes - length), end: sizeBytes - 1 };
}
