import "server-only";
import path from "node:path";
import { AppError } from "../../errors";

/**
 * How the file driver spells a key as a path, one to one. Per part between slashes:
 * letters, digits, `_`, `-` and a `.` that is not first stand for themselves, every other byte is `%XX`, an empty part is `%`.
 * A folder that stands for "part/" ends in `+`; a part of 80 bytes or more goes on inside a folder that ends in `~`. So `..` or
 * a slash can never be a name, an object `a` and a folder `a/` live side by side, no name is longer than 241 bytes, and within one
 * folder the order of the decoded names is the byte order of the keys below them.
 */
const PIECE_BYTES = 80;
const KEY_MAX_BYTES = 1024;

/** What one name in a folder stands for: a piece of a key, as a binary string (one character per byte). */
export interface DecodedName {
  readonly isFolder: boolean;
  readonly bytes: string;
}

/** The path of an object relative to the folder of objects. Errors: `invalidArgument` for a key outside the contract. */
export function encodeKey(key: string): string {
  if (!isKey(key)) throw new AppError("invalidArgument", { field: "key" });
  const parts = Buffer.from(key).toString("latin1").split("/");
  return path.join(...parts.flatMap((part, index) => encodePart(part, index < parts.length - 1)));
}

/** The key spelled by decoded names in a row. */
export function joinDecoded(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** What a name stands for, or undefined for a file that is none of ours (`lost+found`). */
export function decodeName(name: string, isFolder: boolean): DecodedName | undefined {
  const match = /^((?:[A-Za-z0-9_.-]|%[0-9A-F]{2})*|%)([+~]?)$/.exec(name);
  if (match === null) return undefined;
  const [, spelled = "", ending] = match;
  if (isFolder !== (ending !== "")) return undefined;
  const piece = spelled === "%" ? "" : spelled.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { isFolder, bytes: ending === "+" ? `${piece}/` : piece };
}

function isKey(key: string): boolean {
  const length = Buffer.byteLength(key);
  return length >= 1 && length <= KEY_MAX_BYTES && key.isWellFormed() && !key.includes("\0");
}

function encodePart(part: string, isFolder: boolean): string[] {
  const names: string[] = [];
  let rest = part;
  for (; rest.length >= PIECE_BYTES; rest = rest.slice(PIECE_BYTES)) names.push(`${escapePiece(rest.slice(0, PIECE_BYTES))}~`);
  return [...names, `${rest === "" ? "%" : escapePiece(rest)}${isFolder ? "+" : ""}`];
}

function escapePiece(piece: string): string {
  const hex = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  return piece.replace(/[^A-Za-z0-9_.-]|^\./g, hex);
}
