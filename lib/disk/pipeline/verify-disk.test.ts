import { describe, expect, it } from "vitest";
import { MIB, type RandomAccess } from "../model";
import { memorySource, sampleBlock, sampleZvhd2, writeZvhd2, zstdFrame } from "../zvhd2/testing";
import { sha256 } from "./testing";
import { verifyDisk } from "./verify-disk";

const SIZE = 21 * MIB;
const BLOCKS = [0, 2, 3, 9];
const { file, manifest } = await sampleZvhd2(SIZE, BLOCKS);

function flipped(at: number): Buffer {
  const broken = Buffer.from(file);
  broken.writeUInt8(broken.readUInt8(at) ^ 0x10, at);
  return broken;
}

describe("verifying a stored disk", () => {
  it("reads every byte back once and accepts what was written, telling its progress", async () => {
    const source = memorySource(file);
    let bodyBytes = 0;
    let openReads = 2;
    const counted: RandomAccess = {
      sizeBytes: source.sizeBytes,
      read: (offset, length) => {
        if (openReads-- <= 0) bodyBytes += length;
        return source.read(offset, length);
      },
    };
    const seen: number[] = [];
    await verifyDisk({ source: counted, manifest, onProgress: ({ doneBytes, totalBytes }) => seen.push(doneBytes / totalBytes) });
    expect(bodyBytes).toBe(file.length);
    expect(seen).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it("refuses a file with any one byte changed, wherever it stands", async () => {
    const indexOffset = Number(file.subarray(-4096).readBigUInt64LE(96));
    const places = [
      0,
      300,
      4096,
      4096 + 30,
      4096 + 60,
      4096 + 5000,
      indexOffset - 4096,
      indexOffset,
      indexOffset + 17,
      indexOffset + 300_000,
    ];
    for (const at of [...places, file.length - 6000, file.length - 4096, file.length - 1]) {
      await expect(verifyDisk({ source: memorySource(flipped(at)), manifest })).rejects.toMatchObject({ name: "AppError" });
    }
  });

  it("refuses valid records of other bytes, even with the object's digest made right", async () => {
    const payloads = new Map(BLOCKS.map((block) => [block, zstdFrame(sampleBlock(block === 3 ? 99 : block))]));
    const other = await writeZvhd2(SIZE, payloads);
    const lie = { ...manifest, objectSizeBytes: other.length, objectSha256: sha256(other) };
    await expect(verifyDisk({ source: memorySource(other), manifest: lie })).rejects.toMatchObject({
      code: "digestMismatch",
      detail: { block: 3 },
    });
  });

  it("refuses the same blocks at another place of the disk", async () => {
    const other = await writeZvhd2(SIZE, new Map([0, 2, 3, 8].map((block) => [block, zstdFrame(sampleBlock(block === 8 ? 9 : block))])));
    const lie = { ...manifest, objectSizeBytes: other.length, objectSha256: sha256(other) };
    await expect(verifyDisk({ source: memorySource(other), manifest: lie })).rejects.toMatchObject({
      code: "digestMismatch",
      detail: { construct: "content" },
    });
  });

  it("refuses a store that gives less than it has", async () => {
    const short: RandomAccess = {
      sizeBytes: file.length,
      read: async (offset, length) => file.subarray(offset, offset + (offset === 0 ? length - 1 : length)),
    };
    await expect(verifyDisk({ source: short, manifest })).rejects.toMatchObject({ code: "truncatedImage" });
  });

  it("ends with cancelled at an abort though the store hangs", async () => {
    const abort = new AbortController();
    const { promise: never } = Promise.withResolvers<Buffer>();
    const source = memorySource(file);
    const hanging: RandomAccess = {
      sizeBytes: source.sizeBytes,
      read: (offset, length) => {
        if (offset !== 0) return source.read(offset, length);
        abort.abort();
        return never;
      },
    };
    await expect(verifyDisk({ source: hanging, manifest, signal: abort.signal })).rejects.toMatchObject({ code: "cancelled" });
  });
});
