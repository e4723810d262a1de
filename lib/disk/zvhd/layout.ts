import { CHECKSUM_AT, checksumOf, encodeHeader, hasValidChecksum, PAGE_BYTES, type Zvhd2Identity } from "../zvhd2/layout";

// ZVHD is the older, sequential sister of ZVHD2: the same header page without tables and the same records, whose payloads are
// pieces of one deflate stream. Source: the layout the vendor published in 2018, checked against files its driver wrote.

const COOKIE = Buffer.from("stream\0\0", "latin1");
const ZVHD2_FIELDS_AT = 87;
const CHECKED_BYTES = 512;

/** The fields of a header that a reader needs; none is judged here. */
export interface ZvhdHeader {
  readonly checksumOk: boolean;
  readonly formatVersion: number;
  readonly virtualSizeBytes: bigint;
}

/** The page that opens a file and, repeated, closes it. */
export function encodeZvhdHeader(virtualSizeBytes: number, identity: Zvhd2Identity): Buffer {
  const page = encodeHeader(virtualSizeBytes, identity);
  COOKIE.copy(page, 0);
  page.fill(0, ZVHD2_FIELDS_AT, CHECKED_BYTES);
  page.writeUInt32LE(checksumOf(page), CHECKSUM_AT);
  return page;
}

/** Reads a header or trailer page, or undefined when these bytes do not begin like one. */
export function decodeZvhdHeader(page: Buffer): ZvhdHeader | undefined {
  if (page.length < PAGE_BYTES || !isZvhdHeader(page)) return undefined;
  return {
    checksumOk: hasValidChecksum(page),
    formatVersion: page.readUInt32LE(12),
    virtualSizeBytes: page.readBigUInt64LE(40),
  };
}

/** Whether a page opens or closes a file, rather than begins a record. */
export function isZvhdHeader(page: Buffer): boolean {
  return page.length >= 6 && page.compare(COOKIE, 0, 6, 0, 6) === 0;
}
