import { readFile } from "node:fs/promises";
import { constants, inflateSync, zstdDecompressSync } from "node:zlib";
import { expect } from "vitest";

// Small readers of ZVHD and ZVHD2, written from the description of the layout a second time: they share no line with the service's own
// readers and writers, and expect every field to be what the description says a writer puts there. They read the whole file into memory.

const PAGE = 4096;
const BLOCK = 2 ** 21;
const SEGMENT_ENTRIES = 32_768;
const GIB = 2 ** 30;

export interface ReadDisk {
  readonly virtualSizeBytes: number;
  /** The stored blocks, 2 MiB each, by number. */
  readonly blocks: ReadonlyMap<number, Buffer>;
}

/** Reads and checks a ZVHD file: header page, records of one deflate stream, the header page again. */
export async function readZvhdStrictly(path: string): Promise<ReadDisk> {
  const file = await readFile(path);
  expect(file.length % PAGE).toBe(0);
  const header = file.subarray(0, PAGE);
  const virtualSizeBytes = expectHeader(header, "stream\0\0");
  expect(isZero(header.subarray(87))).toBe(true);
  expect(file.subarray(-PAGE).equals(header)).toBe(true);
  const records = recordsOf(file.subarray(0, -PAGE), virtualSizeBytes);
  const stream = Buffer.concat(records.map(({ payload }) => payload));
  if (records.length > 0) expect([...stream.subarray(0, 2)]).toEqual([0x78, 0x01]);
  for (const { payload } of records) expect([...payload.subarray(-4)]).toEqual([0, 0, 0xff, 0xff]);
  const content = records.length === 0 ? Buffer.alloc(0) : inflateSync(stream, { finishFlush: constants.Z_SYNC_FLUSH });
  expect(content.length).toBe(records.length * BLOCK);
  return {
    virtualSizeBytes,
    blocks: new Map(records.map(({ block }, rank) => [block, content.subarray(rank * BLOCK, (rank + 1) * BLOCK)])),
  };
}

/** Reads and checks a ZVHD2 file: header page, records, header copy, index, bitmap, footer page. */
export async function readZvhd2Strictly(path: string): Promise<ReadDisk> {
  const file = await readFile(path);
  expect(file.length % PAGE).toBe(0);
  const header = file.subarray(0, PAGE);
  const footer = file.subarray(-PAGE);
  const virtualSizeBytes = expectHeader(header, "z2strm\0\0");
  expect(expectHeader(footer, "z2strm\0\0")).toBe(virtualSizeBytes);
  const [indexAt, bitmapAt] = [Number(footer.readBigUInt64LE(96)), Number(footer.readBigUInt64LE(104))];
  const records = recordsOf(file.subarray(0, indexAt - PAGE), virtualSizeBytes);
  expectTables(header, { indexAt: 0, bitmapAt: 0, indexSegments: 0, bitmapSegments: 0, stored: 0, segmentSizes: [0, 0], virtualSizeBytes });
  const indexSegments = Math.ceil(records.length / SEGMENT_ENTRIES);
  const bitmapSegments = Math.ceil(Math.ceil(virtualSizeBytes / BLOCK) / SEGMENT_ENTRIES);
  const tables = { indexAt, bitmapAt, indexSegments, bitmapSegments, stored: records.length, segmentSizes: [524_288, 4096] };
  expectTables(footer, { ...tables, virtualSizeBytes });
  expectHeaderCopy(file.subarray(indexAt - PAGE, indexAt), header, records.length);
  expect([bitmapAt, file.length]).toEqual([indexAt + indexSegments * 524_288, bitmapAt + bitmapSegments * 4096 + PAGE]);
  expectIndex(file.subarray(indexAt, bitmapAt), records);
  expectBitmap(file.subarray(bitmapAt, file.length - PAGE), records);
  return { virtualSizeBytes, blocks: new Map(records.map(({ block, payload }) => [block, frameOf(payload)])) };
}

/** The fields both formats share; answers `orig_size`. */
function expectHeader(page: Buffer, cookie: string): number {
  const size = Number(page.readBigUInt64LE(40));
  expect(page.toString("latin1", 0, 8)).toBe(cookie);
  expect([page.readUInt32LE(8), page.readUInt32LE(12), page.readBigUInt64LE(16)]).toEqual([2, 0x1_0000, 2n ** 64n - 1n]);
  expect(page.toString("latin1", 28, 32)).toBe("tap\0");
  expect([page.readUInt32LE(32), page.readUInt32LE(36), page.readUInt32LE(60)]).toEqual([0x1_0004, 0, 4]);
  expect(Number(page.readBigUInt64LE(48))).toBe(Math.ceil(size / GIB) * GIB);
  expect(page.readUInt32LE(56)).toBe(geometryOf(size));
  let sum = 0;
  for (const [at, byte] of page.subarray(0, 512).entries()) sum += at >= 64 && at < 68 ? 0 : byte;
  expect(page.readUInt32LE(64)).toBe(0xffff_ffff - sum);
  expect([...page.subarray(84, 87)]).toEqual([0, 0, 0]);
  expect(isZero(page.subarray(512))).toBe(true);
  return size;
}

interface Tables {
  readonly indexAt: number;
  readonly bitmapAt: number;
  readonly indexSegments: number;
  readonly bitmapSegments: number;
  readonly stored: number;
  readonly segmentSizes: readonly number[];
  readonly virtualSizeBytes: number;
}

function expectTables(page: Buffer, tables: Tables): void {
  expect([page.readUInt8(87), page.readUInt32LE(88), page.readUInt32LE(92)]).toEqual([
    1,
    BLOCK,
    Math.ceil(tables.virtualSizeBytes / BLOCK),
  ]);
  expect([Number(page.readBigUInt64LE(96)), Number(page.readBigUInt64LE(104))]).toEqual([tables.indexAt, tables.bitmapAt]);
  expect([112, 116].map((at) => page.readUInt32LE(at))).toEqual([tables.indexSegments * 524_288, tables.bitmapSegments * 4096]);
  expect([120, 124].map((at) => page.readUInt32LE(at))).toEqual(tables.segmentSizes);
  expect([128, 132, 136].map((at) => page.readUInt32LE(at))).toEqual([tables.indexSegments, tables.bitmapSegments, tables.stored]);
  expect([page.readUInt8(140), page.readUInt8(141), isZero(page.subarray(142))]).toEqual([0, 1, true]);
}

/** The published writer updates the count and leaves the checksum as it was. */
function expectHeaderCopy(copy: Buffer, header: Buffer, stored: number): void {
  const expected = Buffer.from(header);
  expected.writeUInt32LE(stored, 136);
  expect(copy.equals(expected)).toBe(true);
}

interface FileRecord {
  readonly offset: number;
  readonly length: number;
  readonly block: number;
  readonly payload: Buffer;
}

/** Walks the records by their own lengths, from behind the header page to the end of these bytes. */
function recordsOf(bytes: Buffer, virtualSizeBytes: number): FileRecord[] {
  const records: FileRecord[] = [];
  for (let offset = PAGE; offset < bytes.length; offset += records.at(-1)?.length ?? 0) {
    const size = bytes.readUInt32LE(offset + 12);
    const length = Math.ceil((48 + size + 4) / PAGE) * PAGE;
    const record = bytes.subarray(offset, offset + length);
    expect([record.length, record.toString("latin1", 0, 12)]).toEqual([length, "hwstream bg\0"]);
    const block = record.readUInt32LE(16);
    expect(block).toBeGreaterThan(records.at(-1)?.block ?? -1);
    expect(block * BLOCK).toBeLessThan(virtualSizeBytes);
    expect([isZero(record.subarray(20, 48)), isZero(record.subarray(48 + size, length - 4))]).toEqual([true, true]);
    expect(record.toString("latin1", length - 4)).toBe("end\0");
    records.push({ offset, length, block, payload: record.subarray(48, 48 + size) });
  }
  return records;
}

function expectIndex(index: Buffer, records: readonly FileRecord[]): void {
  const expected = Buffer.alloc(index.length);
  for (const [rank, { offset, block, length }] of records.entries()) {
    expected.writeBigUInt64LE(BigInt(offset), rank * 16);
    expected.writeUInt32LE(block, rank * 16 + 8);
    expected.writeUInt32LE(length, rank * 16 + 12);
  }
  expect(index.equals(expected)).toBe(true);
}

function expectBitmap(bitmap: Buffer, records: readonly FileRecord[]): void {
  const expected = Buffer.alloc(bitmap.length);
  for (const { block } of records) expected[block >> 3] = (expected[block >> 3] ?? 0) | (1 << (block & 7));
  expect(bitmap.equals(expected)).toBe(true);
}

/** One zstd frame that states its size, and carries a checksum. */
function frameOf(payload: Buffer): Buffer {
  expect(payload.readUInt32LE(0)).toBe(0xfd2f_b528);
  expect(payload.readUInt8(4) & 0b1110_0100).not.toBe(0);
  const content = zstdDecompressSync(payload);
  expect([content.length, isZero(content)]).toEqual([BLOCK, false]);
  return content;
}

/** Cylinders, heads and sectors, as the appendix of the VHD specification computes them. */
function geometryOf(size: number): number {
  let total = Math.floor(size / 512);
  if (total > 65_535 * 16 * 255) total = 65_535 * 16 * 255;
  let [sectors, heads] = [255, 16];
  let times = Math.floor(total / sectors);
  if (total < 65_535 * 16 * 63) {
    sectors = 17;
    times = Math.floor(total / sectors);
    heads = Math.max(4, Math.floor((times + 1023) / 1024));
    for (const next of [31, 63]) {
      if (times < heads * 1024 && heads <= 16) break;
      [sectors, heads] = [next, 16];
      times = Math.floor(total / sectors);
    }
  }
  return Math.floor(times / heads) * 2 ** 16 + heads * 256 + sectors;
}

function isZero(bytes: Buffer): boolean {
  return bytes.equals(Buffer.alloc(bytes.length));
}
