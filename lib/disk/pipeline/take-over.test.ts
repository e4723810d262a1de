import { zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { BLOCK_BYTES } from "../zvhd2/layout";
import { openZvhd2 } from "../zvhd2/reader";
import { IDENTITY, MemorySink, memorySource, sampleBlock, sampleZvhd2, writeZvhd2, zstdFrame } from "../zvhd2/testing";
import { isWholeFrame } from "../zvhd2/whole-frame";
import { importBlocks } from "./import-disk";
import { openStoredBlocks } from "./own-blocks";
import { sha256 } from "./testing";
import { verifyDisk } from "./verify-disk";

const OTHER_IDENTITY = { ...IDENTITY, uuid: Buffer.alloc(16, 0xee) };

/** Takes a ZVHD2 file over, and proves what was written against its manifest as the service does. */
async function takeOver(file: Buffer) {
  const sink = new MemorySink();
  const { virtualSizeBytes } = await openZvhd2(memorySource(file));
  const { totalBlocks, blocks } = await openStoredBlocks(memorySource(file));
  const manifest = await importBlocks({ virtualSizeBytes, totalBlocks, blocks: blocks(), sink, identity: OTHER_IDENTITY });
  const stored = sink.bytes();
  await verifyDisk({ source: memorySource(stored), manifest });
  expect(sha256(stored)).toBe(manifest.objectSha256);
  return { stored, manifest };
}

/** The payload of each stored block, as it lies in the file. */
async function payloadsOf(file: Buffer): Promise<Map<number, Buffer>> {
  const disk = await openZvhd2(memorySource(file));
  const payloads = new Map<number, Buffer>();
  for (const entry of disk.extents()) payloads.set(entry.block, await disk.readPayload(entry));
  return payloads;
}

const withoutChecksum = (content: Buffer) => zstdCompressSync(content, { pledgedSrcSize: content.length });
const SKIPPABLE = Buffer.from("502a4d18040000006a756e6b", "hex");

describe("a ZVHD2 file that is imported", () => {
  it("keeps its blocks as they are, in a file of the image's own identity, with every digest (PRI-08, FMT-06)", async () => {
    const { file, manifest: source } = await sampleZvhd2(9 * BLOCK_BYTES, [0, 3, 8]);
    const { stored, manifest } = await takeOver(file);
    expect(await payloadsOf(stored)).toEqual(await payloadsOf(file));
    expect(manifest).toMatchObject({ contentDigest: source.contentDigest, blockDigests: source.blockDigests, storedBlocks: 3 });
    expect(stored.equals(file)).toBe(false);
    expect(stored.subarray(68, 84).equals(OTHER_IDENTITY.uuid)).toBe(true);
  });

  it("has blocks packed anew that another writer left without a checksum or with something behind them", async () => {
    const [bare, trailed] = [withoutChecksum(sampleBlock(1)), Buffer.concat([zstdFrame(sampleBlock(2)), SKIPPABLE])];
    const { stored, manifest } = await takeOver(
      await writeZvhd2(
        4 * BLOCK_BYTES,
        new Map([
          [1, bare],
          [2, trailed],
        ]),
      ),
    );
    const payloads = await payloadsOf(stored);
    expect([...payloads.values()].map(isWholeFrame)).toEqual([true, true]);
    expect(stored.includes(SKIPPABLE.subarray(8))).toBe(false);
    expect(manifest.contentDigest).toBe((await sampleZvhd2(4 * BLOCK_BYTES, [1, 2])).manifest.contentDigest);
  });

  it("loses blocks of zeros, and what stands behind the end of its disk", async () => {
    const size = BLOCK_BYTES + 1000;
    const trimmed = sampleBlock(1).fill(0, 1000);
    const file = await writeZvhd2(
      size,
      new Map([
        [0, zstdFrame(Buffer.alloc(BLOCK_BYTES))],
        [1, zstdFrame(sampleBlock(1))],
      ]),
    );
    const { stored, manifest } = await takeOver(file);
    expect(manifest.storedBlocks).toBe(1);
    expect((await (await openZvhd2(memorySource(stored))).readBlock(1))?.content.equals(trimmed)).toBe(true);
  });

  it.each([
    ["is no zstd", Buffer.from("not compressed at all"), "corruptImage"],
    ["is cut", zstdFrame(sampleBlock(1)).subarray(0, -100), "corruptImage"],
    ["fails its checksum", flipped(zstdFrame(sampleBlock(1))), "corruptImage"],
    ["is shorter than a block", zstdFrame(Buffer.alloc(1000, 1)), "corruptImage"],
    ["is longer than a block", zstdFrame(Buffer.alloc(64 * BLOCK_BYTES)), "decompressionLimit"],
  ])("is refused for a block that %s", async (_, payload, code) => {
    const file = await writeZvhd2(2 * BLOCK_BYTES, new Map([[1, payload]]));
    await expect(takeOver(file)).rejects.toMatchObject({ code, detail: { construct: "zvhd2.payload", block: 1 } });
  });
});

function flipped(frame: Buffer): Buffer {
  const changed = Buffer.from(frame);
  const last = changed.length - 1;
  changed.writeUInt8(changed.readUInt8(last) ^ 1, last);
  return changed;
}
