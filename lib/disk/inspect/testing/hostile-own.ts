import { deflateSync, zstdCompressSync } from "node:zlib";
import { encodeZvhdHeader } from "../../zvhd/layout";
import { ZvhdWriter } from "../../zvhd/writer";
import {
  BLOCK_BYTES,
  CHECKSUM_AT,
  checksumOf,
  INDEX_ENTRY_BYTES,
  PAGE_BYTES,
  RECORD_HEAD_BYTES,
  recordLength,
  sealRecord,
} from "../../zvhd2/layout";
import { IDENTITY, MemorySink, sampleBlock, writeZvhd2, zstdFrame } from "../../zvhd2/testing";
import { type HostileCase, refusedAs } from "./hostile-case";

const MIB = 1 << 20;
const SIZE_BYTES = 20 * MIB;
const EIB = 1n << 60n;
const BOMB_BYTES = 64 * MIB;

/** 20 MiB, two blocks stored. */
export async function validZvhd(): Promise<Buffer> {
  const sink = new MemorySink();
  const writer = new ZvhdWriter(sink, SIZE_BYTES, IDENTITY);
  for (const block of [1, 4]) await writer.writeBlock(block, sampleBlock(block));
  await writer.finish();
  return sink.bytes();
}

/** 20 MiB, two blocks stored. */
export function validZvhd2(): Promise<Buffer> {
  return writeZvhd2(SIZE_BYTES, new Map([1, 4].map((block) => [block, zstdFrame(sampleBlock(block))])));
}

/** Makes the checksum of a header or footer page true again. */
export function sealPage(page: Buffer): void {
  page.writeUInt32LE(checksumOf(page), CHECKSUM_AT);
}

function changed(make: () => Promise<Buffer>, change: (file: Buffer) => unknown): () => Promise<Buffer> {
  return async () => {
    const file = await make();
    change(file);
    return file;
  };
}

const zvhd = (change: (file: Buffer) => unknown) => changed(validZvhd, change);
const zvhdHeader = (change: (page: Buffer) => unknown) =>
  zvhd((file) => {
    change(file);
    sealPage(file);
  });

/** One record with this payload between a header and a trailer. */
function zvhdOf(payload: Buffer): Buffer {
  const record = Buffer.alloc(recordLength(payload.length));
  payload.copy(record, RECORD_HEAD_BYTES);
  sealRecord(record, 0, payload.length);
  const header = encodeZvhdHeader(SIZE_BYTES, IDENTITY);
  return Buffer.concat([header, record, header]);
}

const corruptZvhd = refusedAs("corruptImage", "zvhd");
const truncatedZvhd = refusedAs("truncatedImage", "zvhd");

/** ZVHD files that must be refused, and why; what only shows in their blocks, when those are read. */
export const HOSTILE_ZVHD: readonly HostileCase[] = [
  refusedAs("imageTooLarge", "zvhd")(
    "zvhd.virtualSize",
    "1 EiB",
    zvhdHeader((page) => page.writeBigUInt64LE(EIB, 40)),
  ),
  corruptZvhd(
    "zvhd.virtualSize",
    "no size",
    zvhdHeader((page) => page.writeBigUInt64LE(0n, 40)),
  ),
  corruptZvhd(
    "zvhd.checksum",
    "a header with a wrong checksum",
    zvhd((file) => file.writeUInt8(7, 84)),
  ),
  corruptZvhd(
    "zvhd.formatVersion",
    "another version",
    zvhdHeader((page) => page.writeUInt32LE(0x0002_0000, 12)),
  ),
  truncatedZvhd("zvhd.trailer", "no trailer", async () => (await validZvhd()).subarray(0, -PAGE_BYTES)),
  truncatedZvhd("zvhd.trailer", "an end inside a page", async () => (await validZvhd()).subarray(0, -1)),
  truncatedZvhd("zvhd.trailer", "a header alone", async () => (await validZvhd()).subarray(0, PAGE_BYTES)),
  corruptZvhd(
    "zvhd.recordLength",
    "a record of 4 GiB",
    zvhd((file) => file.writeUInt32LE(0xffff_ffff, PAGE_BYTES + 12)),
  ),
  corruptZvhd(
    "zvhd.record",
    "a record that is none",
    zvhd((file) => file.write("xx", PAGE_BYTES)),
  ),
  corruptZvhd(
    "zvhd.recordBlock",
    "a block beyond the disk",
    zvhd((file) => file.writeUInt32LE(10, PAGE_BYTES + 16)),
  ),
  corruptZvhd(
    "zvhd.recordBlock",
    "blocks that go backwards",
    zvhd((file) => file.writeUInt32LE(9, PAGE_BYTES + 16)),
  ),
  refusedAs("decompressionLimit", "zvhd")("zvhd.payload", "a record that unpacks to 64 MiB", () =>
    zvhdOf(deflateSync(Buffer.alloc(BOMB_BYTES))),
  ),
  corruptZvhd("zvhd.payloadLength", "a record that unpacks to half a block", () => zvhdOf(deflateSync(Buffer.alloc(BLOCK_BYTES / 2)))),
  corruptZvhd("zvhd.payload", "a payload that is not compressed", () => zvhdOf(Buffer.alloc(5000, 0xff))),
];

const zvhd2 = (change: (file: Buffer) => unknown) => changed(validZvhd2, change);
const footer = (change: (page: Buffer) => unknown) =>
  zvhd2((file) => {
    const page = file.subarray(-PAGE_BYTES);
    change(page);
    sealPage(page);
  });
/** `change` gets the file and where its index stands. */
const index = (change: (file: Buffer, at: number) => unknown) =>
  zvhd2((file) => change(file, Number(file.readBigUInt64LE(file.length - PAGE_BYTES + 96))));

const corruptZvhd2 = refusedAs("corruptImage", "zvhd2");
const truncatedZvhd2 = refusedAs("truncatedImage", "zvhd2");
const unsupportedZvhd2 = refusedAs("formatNotSupported", "zvhd2");

/** ZVHD2 files that must be refused, and why; what only shows in their blocks, when those are read. */
export const HOSTILE_ZVHD2: readonly HostileCase[] = [
  refusedAs("imageTooLarge", "zvhd2")(
    "zvhd2.virtualSize",
    "1 EiB",
    footer((page) => page.writeBigUInt64LE(EIB, 40)),
  ),
  corruptZvhd2(
    "zvhd2.virtualSize",
    "no size",
    footer((page) => page.writeBigUInt64LE(0n, 40)),
  ),
  corruptZvhd2(
    "zvhd2.checksum",
    "a footer with a wrong checksum",
    zvhd2((file) => file.writeUInt8(7, file.length - PAGE_BYTES + 84)),
  ),
  corruptZvhd2(
    "zvhd2.formatVersion",
    "another version",
    footer((page) => page.writeUInt32LE(0x0002_0000, 12)),
  ),
  unsupportedZvhd2(
    "zvhd2.version",
    "the stream-only variant",
    footer((page) => page.writeUInt8(2, 87)),
  ),
  unsupportedZvhd2(
    "zvhd2.compression",
    "another compression",
    footer((page) => page.writeUInt8(9, 141)),
  ),
  corruptZvhd2(
    "zvhd2.blockSize",
    "blocks of 0 bytes",
    footer((page) => page.writeUInt32LE(0, 88)),
  ),
  corruptZvhd2(
    "zvhd2.blockCount",
    "fewer blocks than the disk has",
    footer((page) => page.writeUInt32LE(3, 92)),
  ),
  corruptZvhd2(
    "zvhd2.storedBlocks",
    "an index of 64 GiB",
    footer((page) => page.writeUInt32LE(0xffff_ffff, 136)),
  ),
  corruptZvhd2(
    "zvhd2.storedBlocks",
    "more blocks than the file has pages",
    footer((page) => {
      page.writeBigUInt64LE(2048n * BigInt(MIB), 40);
      page.writeUInt32LE(1024, 92);
      page.writeUInt32LE(1024, 136);
    }),
  ),
  corruptZvhd2(
    "zvhd2.indexOffset",
    "an index outside of the file",
    footer((page) => page.writeBigUInt64LE(1n << 60n, 96)),
  ),
  corruptZvhd2(
    "zvhd2.indexOffset",
    "an index over the header",
    footer((page) => page.writeBigUInt64LE(0n, 96)),
  ),
  corruptZvhd2(
    "zvhd2.indexEntry",
    "one record shared by two blocks",
    index((file, at) => file.copy(file, at + INDEX_ENTRY_BYTES, at, at + 8)),
  ),
  corruptZvhd2(
    "zvhd2.indexEntry",
    "a record behind the index",
    index((file, at) => file.writeBigUInt64LE(1n << 50n, at)),
  ),
  corruptZvhd2(
    "zvhd2.indexLength",
    "a record of 4 GiB",
    index((file, at) => file.writeUInt32LE(0xffff_f000, at + 12)),
  ),
  corruptZvhd2(
    "zvhd2.indexBlock",
    "blocks that go backwards",
    index((file, at) => file.writeUInt32LE(9, at + 8)),
  ),
  corruptZvhd2(
    "zvhd2.record",
    "a record of another block",
    zvhd2((file) => file.writeUInt32LE(2, PAGE_BYTES + 16)),
  ),
  refusedAs("decompressionLimit", "zvhd2")("zvhd2.payload", "a block that expands to 64 MiB", () =>
    writeZvhd2(SIZE_BYTES, new Map([[0, zstdCompressSync(Buffer.alloc(BOMB_BYTES))]])),
  ),
  corruptZvhd2("zvhd2.payloadLength", "a block that expands to half of one", () =>
    writeZvhd2(SIZE_BYTES, new Map([[0, zstdFrame(Buffer.alloc(BLOCK_BYTES / 2))]])),
  ),
  corruptZvhd2("zvhd2.payload", "a payload that is not compressed", () => writeZvhd2(SIZE_BYTES, new Map([[0, Buffer.alloc(5000, 0xff)]]))),
  truncatedZvhd2("zvhd2.footer", "an end without its footer", async () => (await validZvhd2()).subarray(0, -PAGE_BYTES - 512)),
  truncatedZvhd2("zvhd2.footer", "a header alone", async () => (await validZvhd2()).subarray(0, PAGE_BYTES)),
];
