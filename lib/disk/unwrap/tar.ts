import { refuse } from "../inspect/refusal";
import type { RandomAccess } from "../model";
import { OVA_MAX_MEMBERS, OVA_TEXT_MAX_BYTES } from "./constraints";

/** A file of a tar archive. Unit: bytes. */
export interface TarMember {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

const RECORD_BYTES = 512;
const REGULAR: ReadonlySet<string> = new Set(["0", "\0", "7"]);
const LONG_NAME = "L";
const EXTENDED = "x";
const GLOBAL = "g";
const FOLDER = "5";

/** What an extended header says of the member behind it. */
interface Extension {
  readonly name?: string;
  readonly length?: number;
}

/**
 * Lists the files of a tar archive by their headers, without reading what is in them. Folders are left out; links and devices, which no
 * package of a machine needs, are refused. Errors: `unsafeImage`, `corruptImage`, `truncatedImage`, `decompressionLimit` for too many members.
 * Source: POSIX pax, "ustar interchange format"; GNU tar, "basic tar format".
 */
export async function listTar(source: RandomAccess): Promise<TarMember[]> {
  const members: TarMember[] = [];
  let extension: Extension = {};
  let records = 0;
  for (let offset = 0; offset + RECORD_BYTES <= source.sizeBytes; ) {
    const header = await source.read(offset, RECORD_BYTES);
    if (header.every((byte) => byte === 0)) return members;
    if (++records > OVA_MAX_MEMBERS) refuse("decompressionLimit", { construct: "tar.members", offsetBytes: offset });
    if (!hasValidChecksum(header)) refuse("corruptImage", { construct: "tar.checksum", offsetBytes: offset });
    const type = header.toString("latin1", 156, 157);
    const length = (REGULAR.has(type) ? extension.length : undefined) ?? readSize(header, offset);
    const content = offset + RECORD_BYTES;
    if (!Number.isSafeInteger(length) || content + length > source.sizeBytes)
      refuse("truncatedImage", { construct: "tar.size", offsetBytes: offset, found: String(length) });
    if (REGULAR.has(type)) {
      members.push({ name: extension.name ?? readName(header), offset: content, length });
      extension = {};
    } else if (type === LONG_NAME || type === EXTENDED) {
      extension = { ...extension, ...(await readExtension(source, type, { offset: content, length })) };
    } else if (type !== FOLDER && type !== GLOBAL) {
      refuse("unsafeImage", { construct: "tar.type", offsetBytes: offset + 156, found: type });
    }
    offset = content + Math.ceil(length / RECORD_BYTES) * RECORD_BYTES;
  }
  return members;
}

/** Reads a text member, such as a description. Errors: `corruptImage` above 1 MiB. */
export async function readText(source: RandomAccess, { name, offset, length }: TarMember): Promise<string> {
  if (length > OVA_TEXT_MAX_BYTES) refuse("corruptImage", { construct: "tar.textSize", offsetBytes: offset, found: name });
  return (await source.read(offset, length)).toString("utf8");
}

async function readExtension(source: RandomAccess, type: string, place: Omit<TarMember, "name">): Promise<Extension> {
  const text = await readText(source, { ...place, name: type });
  if (type === LONG_NAME) return { name: text.replace(/\0.*$/s, "") };
  const name = /^\d+ path=(.*)$/m.exec(text)?.[1];
  const size = /^\d+ size=(\d{1,19})$/m.exec(text)?.[1];
  return { ...(name !== undefined && { name }), ...(size !== undefined && { length: Number(size) }) };
}

function readName(header: Buffer): string {
  const name = readField(header, 0, 100);
  const prefix = header.toString("latin1", 257, 262) === "ustar" && header[262] === 0 ? readField(header, 345, 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function readField(header: Buffer, at: number, length: number): string {
  return header.toString("utf8", at, at + length).replace(/\0.*$/s, "");
}

/** Octal digits, or, for sizes from 8 GiB, a binary number marked by the highest bit. */
function readSize(header: Buffer, offset: number): number {
  if ((header.readUInt8(124) & 0x80) !== 0) return Number(header.readBigUInt64BE(128));
  const text = readField(header, 124, 12).trim();
  if (!/^[0-7]*$/.test(text)) refuse("corruptImage", { construct: "tar.size", offsetBytes: offset + 124, found: text });
  return Number.parseInt(text || "0", 8);
}

function hasValidChecksum(header: Buffer): boolean {
  const stored = Number.parseInt(readField(header, 148, 8).trim(), 8);
  let sum = 0;
  for (let at = 0; at < RECORD_BYTES; at++) sum += at >= 148 && at < 156 ? 0x20 : header.readUInt8(at);
  return sum === stored;
}
