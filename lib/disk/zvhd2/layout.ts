import { GIB, KIB, MIB } from "../model";
import { packedGeometry } from "./geometry";

// Every structure of a ZVHD2 file, as bytes; nothing here reads or writes a file. All integers are little-endian.
// Source: the layout the vendor published in 2018, described in our own words and checked against files its driver wrote.

/** Header, footer and every record start at a multiple of this and fill whole pages. Unit: bytes. */
export const PAGE_BYTES = 4 * KIB;
/** Virtual bytes of one record; the only block size the published reader can decode. Unit: bytes. */
export const BLOCK_BYTES = 2 * MIB;
export const INDEX_ENTRY_BYTES = 16;
export const INDEX_SEGMENT_BYTES = 512 * KIB;
export const BITMAP_SEGMENT_BYTES = 4 * KIB;
/** Index entries, and bitmap bits, of one segment. */
export const BLOCKS_PER_SEGMENT = 32_768;
/** Bytes of a record before its payload, and after it. */
export const RECORD_HEAD_BYTES = 48;
export const RECORD_TAIL_BYTES = 4;
/** Longest record a reader takes. Unit: bytes. Boundary: inclusive. */
export const RECORD_MAX_BYTES = 4 * MIB + PAGE_BYTES;

const COOKIE = Buffer.from("z2strm\0\0", "latin1");
const CREATOR = Buffer.from("tap\0", "latin1");
const RECORD_COOKIE = Buffer.from("hwstream bg\0", "latin1");
const RECORD_END = Buffer.from("end\0", "latin1");
const CHECKED_BYTES = 512;
export const CHECKSUM_AT = 64;
const HIDDEN_AT = 85;
const STORED_BLOCKS_AT = 136;
const ZSTD = 1;
const EPOCH_MS = Date.UTC(2000, 0, 1);

/** What identifies one file beside its content. Two writes with the same identity and content give the same bytes. */
export interface Zvhd2Identity {
  /** Exactly 16 bytes. */
  readonly uuid: Uint8Array;
  /** Kept in whole seconds since 2000-01-01 UTC. */
  readonly createdAt: Date;
}

/** Where the tables at the end of a file stand. Unit of offsets: bytes from the start of the file. */
export interface Zvhd2Tables {
  readonly indexOffset: number;
  readonly bitmapOffset: number;
  readonly storedBlocks: number;
}

/** The fields of a footer that a reader needs; none is judged here. Sizes and offsets stay 64-bit until they are. */
export interface Zvhd2Footer {
  readonly checksumOk: boolean;
  readonly formatVersion: number;
  readonly virtualSizeBytes: bigint;
  readonly zvhd2Version: number;
  readonly blockBytes: number;
  readonly blockCount: number;
  readonly indexOffset: bigint;
  readonly storedBlocks: number;
  readonly indexHasHoles: boolean;
  readonly isZstd: boolean;
}

/** One stored block: where its record stands and how long it is on disk, padding included. Unit: bytes. */
export interface IndexEntry {
  readonly offset: number;
  readonly block: number;
  readonly length: number;
}

export const blockCountOf = (virtualSizeBytes: number): number => Math.ceil(virtualSizeBytes / BLOCK_BYTES);
export const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

/** The page that opens a file (no tables known yet) or, with tables, the one that closes it. */
export function encodeHeader(virtualSizeBytes: number, identity: Zvhd2Identity, tables?: Zvhd2Tables): Buffer {
  const page = Buffer.alloc(PAGE_BYTES);
  COOKIE.copy(page, 0);
  page.writeUInt32LE(2, 8);
  page.writeUInt32LE(0x0001_0000, 12);
  page.fill(0xff, 16, 24);
  page.writeUInt32LE(Math.floor((identity.createdAt.getTime() - EPOCH_MS) / 1000), 24);
  CREATOR.copy(page, 28);
  page.writeUInt32LE(0x0001_0004, 32);
  page.writeBigUInt64LE(BigInt(virtualSizeBytes), 40);
  page.writeBigUInt64LE(BigInt(roundUp(virtualSizeBytes, GIB)), 48);
  page.writeUInt32LE(packedGeometry(virtualSizeBytes), 56);
  page.writeUInt32LE(4, 60);
  page.set(identity.uuid.subarray(0, 16), 68);
  page.writeUInt8(1, 87);
  page.writeUInt32LE(BLOCK_BYTES, 88);
  page.writeUInt32LE(blockCountOf(virtualSizeBytes), 92);
  page.writeUInt8(ZSTD, 141);
  if (tables) writeTables(page, virtualSizeBytes, tables);
  page.writeUInt32LE(checksumOf(page), CHECKSUM_AT);
  return page;
}

function writeTables(page: Buffer, virtualSizeBytes: number, tables: Zvhd2Tables): void {
  const indexSegments = Math.ceil(tables.storedBlocks / BLOCKS_PER_SEGMENT);
  const bitmapSegments = Math.ceil(blockCountOf(virtualSizeBytes) / BLOCKS_PER_SEGMENT);
  page.writeBigUInt64LE(BigInt(tables.indexOffset), 96);
  page.writeBigUInt64LE(BigInt(tables.bitmapOffset), 104);
  page.writeUInt32LE(indexSegments * INDEX_SEGMENT_BYTES, 112);
  page.writeUInt32LE(bitmapSegments * BITMAP_SEGMENT_BYTES, 116);
  page.writeUInt32LE(INDEX_SEGMENT_BYTES, 120);
  page.writeUInt32LE(BITMAP_SEGMENT_BYTES, 124);
  page.writeUInt32LE(indexSegments, 128);
  page.writeUInt32LE(bitmapSegments, 132);
  page.writeUInt32LE(tables.storedBlocks, STORED_BLOCKS_AT);
}

/** The copy of the header that ends the records: the published writer changes the count of blocks but not the checksum. */
export function encodeHeaderCopy(header: Buffer, storedBlocks: number): Buffer {
  const page = Buffer.alloc(PAGE_BYTES);
  header.copy(page);
  page.writeUInt32LE(storedBlocks, STORED_BLOCKS_AT);
  return page;
}

/** Reads a footer page, or undefined when these bytes do not begin like one. `page`: at least 512 bytes. */
export function decodeFooter(page: Buffer): Zvhd2Footer | undefined {
  if (page.length < CHECKED_BYTES || page.compare(COOKIE, 0, 6, 0, 6) !== 0) return undefined;
  return {
    checksumOk: hasValidChecksum(page),
    formatVersion: page.readUInt32LE(12),
    virtualSizeBytes: page.readBigUInt64LE(40),
    zvhd2Version: page.readUInt8(87),
    blockBytes: page.readUInt32LE(88),
    blockCount: page.readUInt32LE(92),
    indexOffset: page.readBigUInt64LE(96),
    storedBlocks: page.readUInt32LE(STORED_BLOCKS_AT),
    indexHasHoles: page.readUInt8(140) === 1,
    isZstd: page.readUInt8(141) === ZSTD,
  };
}

/** The sum over the first 512 bytes of a header page, its own field left out. */
export function checksumOf(page: Buffer): number {
  let sum = 0;
  for (let at = 0; at < CHECKED_BYTES; at++) if (at < CHECKSUM_AT || at >= CHECKSUM_AT + 4) sum += page.readUInt8(at);
  return ~sum >>> 0;
}

/** Old writers set `hidden` after they had summed the page, so a sum over `hidden` = 0 is right as well. */
export function hasValidChecksum(page: Buffer): boolean {
  const stored = page.readUInt32LE(CHECKSUM_AT);
  const computed = checksumOf(page);
  return stored === computed || (page.readUInt8(HIDDEN_AT) === 1 && stored === computed + 1);
}

/** Length on disk of a record whose compressed payload is this long. Unit: bytes. */
export function recordLength(payloadBytes: number): number {
  return roundUp(RECORD_HEAD_BYTES + payloadBytes + RECORD_TAIL_BYTES, PAGE_BYTES);
}

/** Makes a record of a buffer of `recordLength(payloadBytes)` zeros that holds the payload at `RECORD_HEAD_BYTES` already. */
export function sealRecord(record: Buffer, block: number, payloadBytes: number): void {
  RECORD_COOKIE.copy(record, 0);
  record.writeUInt32LE(payloadBytes, 12);
  record.writeUInt32LE(block, 16);
  RECORD_END.copy(record, record.length - RECORD_TAIL_BYTES);
}

/** Length of the payload that a record's first page announces; not yet checked. Unit: bytes. */
export function payloadBytesOf(recordHead: Buffer): number {
  return recordHead.readUInt32LE(12);
}

/** The block number and the payload of a record, or undefined when it is none or its payload does not fit. */
export function decodeRecord(record: Buffer): { block: number; payload: Buffer } | undefined {
  if (record.length < PAGE_BYTES || !record.subarray(0, RECORD_COOKIE.length).equals(RECORD_COOKIE)) return undefined;
  const payloadBytes = payloadBytesOf(record);
  if (RECORD_HEAD_BYTES + payloadBytes + RECORD_TAIL_BYTES > record.length) return undefined;
  return { block: record.readUInt32LE(16), payload: record.subarray(RECORD_HEAD_BYTES, RECORD_HEAD_BYTES + payloadBytes) };
}

export function writeIndexEntry(target: Buffer, at: number, entry: IndexEntry): void {
  target.writeBigUInt64LE(BigInt(entry.offset), at);
  target.writeUInt32LE(entry.block, at + 8);
  target.writeUInt32LE(entry.length, at + 12);
}

/** An offset beyond 2^53 reads as a number no check of a reader lets pass. */
export function readIndexEntry(source: Buffer, at: number): IndexEntry {
  return { offset: Number(source.readBigUInt64LE(at)), block: source.readUInt32LE(at + 8), length: source.readUInt32LE(at + 12) };
}
