import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isAppError } from "@/lib/platform/errors";
import { GIB, MIB, type RandomAccess } from "../model";
import { BLOCK_BYTES, PAGE_BYTES } from "./layout";
import { openZvhd2 } from "./reader";
import { memorySource, sampleBlock, sampleZvhd2, writeZvhd2, zstdFrame } from "./testing";

const SIZE = 9 * MIB;

/** Changes the footer and makes its checksum right again. */
function withFooter(file: Buffer, change: (footer: Buffer) => void): Buffer {
  const changed = Buffer.from(file);
  const footer = changed.subarray(-PAGE_BYTES);
  change(footer);
  footer.writeUInt32LE(0, 64);
  footer.writeUInt32LE(~footer.subarray(0, 512).reduce((sum, byte) => sum + byte, 0) >>> 0, 64);
  return changed;
}

function withIndex(file: Buffer, change: (index: Buffer) => void): Buffer {
  const changed = Buffer.from(file);
  change(changed.subarray(Number(changed.subarray(-PAGE_BYTES).readBigUInt64LE(96))));
  return changed;
}

const open = (file: Buffer) => openZvhd2(memorySource(file));
const { file: valid } = await sampleZvhd2(SIZE, [0, 1, 4]);

describe("reading ZVHD2 (FMT-06)", () => {
  it("gives back every block that was written, and holes for the others", async () => {
    const disk = await open(valid);
    expect([disk.virtualSizeBytes, disk.blockCount, disk.storedBlocks]).toEqual([SIZE, 5, 3]);
    expect([0, 1, 2, 3, 4].map((block) => disk.isStored(block))).toEqual([true, true, false, false, true]);
    expect([...disk.extents()].map((entry) => entry.block)).toEqual([0, 1, 4]);
    for (const block of [0, 1, 4]) expect((await disk.readBlock(block))?.content.equals(sampleBlock(block))).toBe(true);
    expect(await disk.readBlock(2)).toBeUndefined();
  });

  it("reads blocks into shared memory that holds what was there before, in the room it offers the source or not", async () => {
    const source = memorySource(valid);
    const roomy: RandomAccess = {
      sizeBytes: source.sizeBytes,
      async read(offset, length, room) {
        const bytes = await source.read(offset, length);
        if (room === undefined) return bytes;
        room.set(bytes);
        return Buffer.from(room.buffer, room.byteOffset, bytes.length);
      },
    };
    const into = new Uint8Array(new SharedArrayBuffer(BLOCK_BYTES));
    for (const disk of [await open(valid), await openZvhd2(roomy)]) {
      for (const block of [4, 0, 1]) {
        const digest = await disk.readBlockInto(block, into);
        expect(sampleBlock(block).equals(into)).toBe(true);
        expect(digest?.equals(createHash("sha256").update(into).digest())).toBe(true);
        expect((await disk.readBlock(block))?.sha256.equals(digest ?? into)).toBe(true);
      }
      expect(await disk.readBlockInto(2, into)).toBeUndefined();
      expect(into.every((byte) => byte === 0)).toBe(true);
    }
  });

  it("reads a record longer than a block", async () => {
    const content = randomBytes(BLOCK_BYTES);
    const skippable = Buffer.alloc(MIB); // a frame that decoders pass over
    skippable.writeUInt32LE(0x184d_2a50, 0);
    skippable.writeUInt32LE(MIB - 8, 4);
    const disk = await open(await writeZvhd2(SIZE, new Map([[0, Buffer.concat([zstdFrame(content), skippable])]])));
    const into = new Uint8Array(new SharedArrayBuffer(BLOCK_BYTES));
    await disk.readBlockInto(0, into);
    expect(content.equals(into)).toBe(true);
    expect((await disk.readBlock(0))?.content.equals(content)).toBe(true);
  });

  it("needs two reads before the first block", async () => {
    const source = memorySource(valid);
    let reads = 0;
    await openZvhd2({
      sizeBytes: source.sizeBytes,
      read: (offset, length) => {
        reads++;
        return source.read(offset, length);
      },
    });
    expect(reads).toBe(2);
  });

  it("understands an index that lists holes as entries of zeros", async () => {
    const listed = withIndex(valid, (index) => {
      index.copyWithin(64, 32, 48);
      index.fill(0, 32, 64);
    });
    const disk = await open(withFooter(listed, (footer) => footer.writeUInt8(1, 140)));
    expect([...disk.extents()].map((entry) => entry.block)).toEqual([0, 1, 4]);
    expect((await disk.readBlock(4))?.content.equals(sampleBlock(4))).toBe(true);
  });

  it("takes the checksum of writers that hid the file after summing", async () => {
    const hidden = Buffer.from(valid);
    hidden.writeUInt8(1, hidden.length - PAGE_BYTES + 85);
    expect((await open(hidden)).storedBlocks).toBe(3);
  });
});

const hostile: [string, string, Buffer][] = [
  ["a file of one byte", "truncatedImage", valid.subarray(0, 1)],
  ["a file cut before its footer", "truncatedImage", valid.subarray(0, -PAGE_BYTES)],
  ["a wrong checksum", "corruptImage", Buffer.concat([valid.subarray(0, -1024 * 4 + 70), Buffer.of(1), valid.subarray(-1024 * 4 + 71)])],
  ["another format version", "corruptImage", withFooter(valid, (footer) => footer.writeUInt32LE(0x0002_0000, 12))],
  ["the stream-only variant", "formatNotSupported", withFooter(valid, (footer) => footer.writeUInt8(0, 87))],
  ["zlib payloads", "formatNotSupported", withFooter(valid, (footer) => footer.writeUInt8(0, 141))],
  ["a size of nothing", "corruptImage", withFooter(valid, (footer) => footer.writeBigUInt64LE(0n, 40))],
  ["a size of 1 EiB", "imageTooLarge", withFooter(valid, (footer) => footer.writeBigUInt64LE(1n << 60n, 40))],
  ["a size of 2^64 - 1", "imageTooLarge", withFooter(valid, (footer) => footer.fill(0xff, 40, 48))],
  ["blocks of 1 MiB", "corruptImage", withFooter(valid, (footer) => footer.writeUInt32LE(MIB, 88))],
  ["a block count that is not the size's", "corruptImage", withFooter(valid, (footer) => footer.writeUInt32LE(6, 92))],
  ["more stored blocks than blocks", "corruptImage", withFooter(valid, (footer) => footer.writeUInt32LE(6, 136))],
  ["fewer stored blocks than entries claim", "corruptImage", withFooter(valid, (footer) => footer.writeUInt32LE(4, 136))],
  ["an index outside of the file", "corruptImage", withFooter(valid, (footer) => footer.writeBigUInt64LE(BigInt(valid.length), 96))],
  ["an index at 2^64 - 1", "corruptImage", withFooter(valid, (footer) => footer.fill(0xff, 96, 104))],
  ["an index inside the header", "corruptImage", withFooter(valid, (footer) => footer.writeBigUInt64LE(8n, 96))],
  [
    "an index of 64 GiB",
    "corruptImage",
    withFooter(valid, (footer) => {
      footer.writeBigUInt64LE(BigInt(8192 * GIB), 40);
      footer.writeUInt32LE((8192 * GIB) / BLOCK_BYTES, 92);
      footer.writeUInt32LE((8192 * GIB) / BLOCK_BYTES, 136);
    }),
  ],
  [
    "a hole list longer than the file",
    "corruptImage",
    withFooter(valid, (footer) => {
      footer.writeBigUInt64LE(BigInt(8192 * GIB), 40);
      footer.writeUInt32LE((8192 * GIB) / BLOCK_BYTES, 92);
      footer.writeUInt8(1, 140);
    }),
  ],
  ["a record shared by two entries", "corruptImage", withIndex(valid, (index) => index.copyWithin(16, 0, 8))],
  ["records that overlap", "corruptImage", withIndex(valid, (index) => index.writeUInt32LE(index.readUInt32LE(12) + PAGE_BYTES, 12))],
  ["an entry that is not aligned", "corruptImage", withIndex(valid, (index) => index.writeUInt8(8, 0))],
  ["an entry in the header", "corruptImage", withIndex(valid, (index) => index.writeBigUInt64LE(0n, 0))],
  ["an entry behind the index", "corruptImage", withIndex(valid, (index) => index.writeBigUInt64LE(BigInt(valid.length - PAGE_BYTES), 32))],
  ["an entry at 2^64 - 4096", "corruptImage", withIndex(valid, (index) => index.writeBigUInt64LE(0xffff_ffff_ffff_f000n, 32))],
  ["a record of no length", "corruptImage", withIndex(valid, (index) => index.writeUInt32LE(0, 12))],
  ["a record of 4 GiB", "corruptImage", withIndex(valid, (index) => index.writeUInt32LE(0xffff_f000, 44))],
  ["blocks that go backwards", "corruptImage", withIndex(valid, (index) => index.writeUInt32LE(5, 8))],
  ["a block twice", "corruptImage", withIndex(valid, (index) => index.writeUInt32LE(0, 24))],
  ["a block beyond the disk", "corruptImage", withIndex(valid, (index) => index.writeUInt32LE(5, 40))],
];

describe("opening a hostile ZVHD2 file", () => {
  it.each(hostile)("refuses %s with %s", async (_name, code, file) => {
    await expect(open(file)).rejects.toMatchObject({ code });
  });
});

describe("reading a hostile ZVHD2 block", () => {
  const readFirst = async (payload: Buffer) => (await open(await writeZvhd2(SIZE, new Map([[0, payload]])))).readBlock(0);

  it("stops a bomb at 2 MiB", async () => {
    await expect(readFirst(zstdFrame(Buffer.alloc(GIB)))).rejects.toMatchObject({ code: "decompressionLimit" });
  });

  it("refuses a block of less than 2 MiB, other bytes than zstd, and nothing at all", async () => {
    for (const payload of [zstdFrame(Buffer.alloc(MIB, 1)), Buffer.alloc(5000, 7), Buffer.alloc(0)]) {
      await expect(readFirst(payload)).rejects.toMatchObject({ code: "corruptImage" });
    }
  });

  it("refuses a record of another block", async () => {
    const swapped = Buffer.from(valid);
    swapped.writeUInt32LE(3, PAGE_BYTES + 16);
    await expect((await open(swapped)).readBlock(0)).rejects.toMatchObject({ code: "corruptImage" });
  });

  it("never gives other bytes when any byte of a record is changed", async () => {
    const content = Buffer.alloc(BLOCK_BYTES, "what a block may hold; ");
    const payload = zstdFrame(content);
    const file = await writeZvhd2(BLOCK_BYTES, new Map([[0, payload]]));
    for (let at = PAGE_BYTES; at < 2 * PAGE_BYTES; at += at < PAGE_BYTES + 48 + payload.length ? 1 : 97) {
      const broken = Buffer.from(file);
      broken.writeUInt8(broken.readUInt8(at) ^ 0x41, at);
      const read = await (await open(broken)).readBlock(0).then(
        (block) => block?.content.equals(content),
        (error: unknown) => isAppError(error),
      );
      expect(read).toBe(true);
    }
  });
});

const corpus = new URL("../../../../shared/corpus/zvhd/", import.meta.url);

describe.skipIf(!existsSync(corpus))("a ZVHD2 file the vendor's own driver wrote", () => {
  it("reads back to the bytes it was made of (FMT-06)", async () => {
    const disk = await open(gunzipSync(readFileSync(new URL("mini.zvhd2.gz", corpus))));
    const hash = createHash("sha256");
    for (let block = 0; block < disk.blockCount; block++) hash.update((await disk.readBlock(block))?.content ?? Buffer.alloc(BLOCK_BYTES));
    expect(disk.virtualSizeBytes).toBe(16 * MIB);
    expect(hash.digest("hex")).toBe(readFileSync(new URL("mini.raw.sha256", corpus), "utf8").slice(0, 64));
  });

  it("differs from ours in identity, checksum and the padding of records only", async () => {
    const theirs = gunzipSync(readFileSync(new URL("mini.zvhd2.gz", corpus)));
    const disk = await open(theirs);
    const payloads = new Map<number, Buffer>();
    for (const { block, offset, length } of disk.extents()) {
      const end = offset + 48 + theirs.readUInt32LE(offset + 12);
      payloads.set(block, Buffer.from(theirs.subarray(offset + 48, end)));
      theirs.fill(0, end, offset + length - 4);
    }
    const ours = await writeZvhd2(disk.virtualSizeBytes, payloads);
    const lastPage = theirs.length - PAGE_BYTES;
    for (const page of [0, Number(theirs.readBigUInt64LE(lastPage + 96)) - PAGE_BYTES, lastPage]) {
      for (const file of [theirs, ours]) file.fill(0, page + 24, page + 28).fill(0, page + 64, page + 84);
    }
    expect(ours.equals(theirs)).toBe(true);
  });
});
