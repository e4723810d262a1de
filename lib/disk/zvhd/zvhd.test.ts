import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { MIB } from "../model";
import { BLOCK_BYTES, PAGE_BYTES, payloadBytesOf, RECORD_HEAD_BYTES, recordLength, sealRecord } from "../zvhd2/layout";
import { IDENTITY, MemorySink, memorySource, sampleBlock } from "../zvhd2/testing";
import { encodeZvhdHeader } from "./layout";
import { openZvhd } from "./reader";
import { ZvhdWriter } from "./writer";

const CORPUS = fileURLToPath(new URL("../../../../shared/corpus", import.meta.url));
const SIZE_BYTES = 20 * MIB + 512;

async function write(blocks: readonly number[]): Promise<Buffer> {
  const sink = new MemorySink();
  const writer = new ZvhdWriter(sink, SIZE_BYTES, IDENTITY);
  for (const block of blocks) await writer.writeBlock(block, sampleBlock(block));
  await writer.finish();
  return sink.bytes();
}

async function read(file: Buffer): Promise<Map<number, Buffer>> {
  const blocks = new Map<number, Buffer>();
  for await (const { block, content } of (await openZvhd(memorySource(file))).blocks()) blocks.set(block, content);
  return blocks;
}

const refusal = (file: Buffer) =>
  read(file)
    .then(() => undefined)
    .catch((error: { code?: string }) => error.code);

/** A file of one record with this payload, valid or not. */
function withPayload(payload: Buffer, block = 0): Buffer {
  const record = Buffer.alloc(recordLength(payload.length));
  payload.copy(record, RECORD_HEAD_BYTES);
  sealRecord(record, block, payload.length);
  const header = encodeZvhdHeader(SIZE_BYTES, IDENTITY);
  return Buffer.concat([header, record, header]);
}

async function payloadOf(content: Buffer): Promise<Buffer> {
  const sink = new MemorySink();
  const writer = new ZvhdWriter(sink, SIZE_BYTES, IDENTITY);
  await writer.writeBlock(0, content);
  const record = sink.bytes().subarray(PAGE_BYTES);
  return record.subarray(RECORD_HEAD_BYTES, RECORD_HEAD_BYTES + payloadBytesOf(record));
}

describe("a ZVHD file", () => {
  it("keeps its blocks, its holes and its exact size (FMT-05)", async () => {
    const file = await write([0, 3, 4, 10]);
    expect((await openZvhd(memorySource(file))).virtualSizeBytes).toBe(SIZE_BYTES);
    const blocks = await read(file);
    expect([...blocks.keys()]).toEqual([0, 3, 4, 10]);
    for (const [block, content] of blocks) expect(content.equals(sampleBlock(block))).toBe(true);
  });

  it("is two pages when the disk is empty (FMT-05)", async () => {
    const file = await write([]);
    expect(file.length).toBe(2 * PAGE_BYTES);
    expect((await read(file)).size).toBe(0);
  });

  it("is the same for the same disk and identity", async () => {
    expect((await write([1, 2])).equals(await write([1, 2]))).toBe(true);
  });

  it("continues one deflate stream over all records, so that a record alone cannot be read (FMT-05)", async () => {
    const file = await write([0, 1]);
    const firstLength = recordLength(payloadBytesOf(file.subarray(PAGE_BYTES)));
    const withoutFirst = Buffer.concat([file.subarray(0, PAGE_BYTES), file.subarray(PAGE_BYTES + firstLength)]);
    expect(await refusal(withoutFirst)).toBe("corruptImage");
    expect(file.readUInt16BE(PAGE_BYTES + RECORD_HEAD_BYTES)).toBe(0x7801);
  });

  it("takes blocks in ascending order only", async () => {
    const writer = new ZvhdWriter(new MemorySink(), SIZE_BYTES, IDENTITY);
    await writer.writeBlock(3, sampleBlock(3));
    await expect(writer.writeBlock(3, sampleBlock(3))).rejects.toMatchObject({ code: "invalidArgument" });
    await expect(writer.writeBlock(11, sampleBlock(11))).rejects.toMatchObject({ code: "invalidArgument" });
  });
});

describe("a ZVHD file that is broken or hostile", () => {
  it("is refused at every place where it can be cut", async () => {
    const file = await write([0, 3]);
    for (const length of [PAGE_BYTES, 2 * PAGE_BYTES, file.length / 2, file.length - PAGE_BYTES, file.length - 1]) {
      expect([length, await refusal(file.subarray(0, length))]).toEqual([length, "truncatedImage"]);
    }
  });

  it("is refused when a record unpacks to more or to less than a block", async () => {
    expect(await refusal(withPayload(await payloadOf(Buffer.alloc(BLOCK_BYTES))))).toBeUndefined();
    const whole = await payloadOf(sampleBlock(1));
    expect(await refusal(withPayload(whole.subarray(0, whole.length / 2)))).toBe("corruptImage");
    const bomb = Buffer.concat([await payloadOf(Buffer.alloc(BLOCK_BYTES)), await continuation()]);
    expect(await refusal(withPayload(bomb))).toBe("decompressionLimit");
  });

  it.each([
    ["a byte of the header changed", (file: Buffer) => file.writeUInt8(1, 84)],
    ["the size of the disk zero", (file: Buffer) => resealed(file, 0n)],
    ["a payload changed", (file: Buffer) => file.fill(0xff, PAGE_BYTES + RECORD_HEAD_BYTES + 2, PAGE_BYTES + RECORD_HEAD_BYTES + 60)],
    ["a record that is none", (file: Buffer) => file.write("xx", PAGE_BYTES)],
    ["a record longer than any can be", (file: Buffer) => file.writeUInt32LE(0xffff_ffff, PAGE_BYTES + 12)],
    ["a block beyond the disk", (file: Buffer) => file.writeUInt32LE(11, PAGE_BYTES + 16)],
  ])("is refused with %s", async (_what, change) => {
    const file = await write([0]);
    change(file);
    expect(await refusal(file)).toBe("corruptImage");
  });

  it("is refused when its disk is larger than the caller takes", async () => {
    const opened = openZvhd(memorySource(await write([])), 10 * MIB);
    await expect(opened).rejects.toMatchObject({ code: "imageTooLarge" });
  });
});

/** What a stream goes on with after its first block: a second one in the same record. */
async function continuation(): Promise<Buffer> {
  const sink = new MemorySink();
  const writer = new ZvhdWriter(sink, SIZE_BYTES, IDENTITY);
  await writer.writeBlock(0, Buffer.alloc(BLOCK_BYTES));
  const before = sink.bytes().length;
  await writer.writeBlock(1, Buffer.alloc(BLOCK_BYTES));
  const record = sink.bytes().subarray(before);
  return record.subarray(RECORD_HEAD_BYTES, RECORD_HEAD_BYTES + payloadBytesOf(record));
}

function resealed(file: Buffer, sizeBytes: bigint): void {
  file.writeBigUInt64LE(sizeBytes, 40);
  let sum = 0;
  for (let at = 0; at < 512; at++) if (at < 64 || at >= 68) sum += file.readUInt8(at);
  file.writeUInt32LE(~sum >>> 0, 64);
}

if (existsSync(CORPUS)) {
  it("of the vendor's own driver reads back to the bytes it was made of (FMT-05)", async () => {
    const raw = gunzipSync(await readFile(`${CORPUS}/made/mini.raw.gz`));
    const disk = Buffer.alloc(raw.length);
    for (const [block, content] of await read(await readFile(`${CORPUS}/zvhd/mini.zvhd`))) content.copy(disk, block * BLOCK_BYTES);
    const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    expect(sha256(disk)).toBe(sha256(raw));
  });
} else {
  it("of the vendor's own driver is not at hand: the corpus is not here", () => expect(existsSync(CORPUS)).toBe(false));
}
