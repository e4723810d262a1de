import { describe, expect, it } from "vitest";
import { MIB } from "../model";
import { BlockCache } from "./block-cache";
import { zvhd2BlockDevice } from "./block-device";
import { BLOCK_BYTES } from "./layout";
import { openZvhd2 } from "./reader";
import { memorySource, sampleBlock, sampleZvhd2, writeZvhd2, zstdFrame } from "./testing";

const SIZE = 41 * MIB;
const BLOCKS = [0, 1, 3, 5, 6, 7, 8, 9, 10];
const { file, manifest } = await sampleZvhd2(SIZE, BLOCKS);

async function device(cacheBytes = 64 * MIB, bytes = file, checked: typeof manifest | undefined = manifest) {
  const source = memorySource(bytes);
  const reads: number[] = [];
  const counted = {
    sizeBytes: source.sizeBytes,
    read: (offset: number, length: number) => {
      reads.push(offset);
      return source.read(offset, length);
    },
  };
  const disk = await openZvhd2(counted);
  const cache = new BlockCache(cacheBytes);
  reads.length = 0;
  return { device: await zvhd2BlockDevice(disk, cache, checked), disk, cache, reads };
}

const whole = Buffer.alloc(SIZE);
for (const block of BLOCKS) sampleBlock(block).copy(whole, block * BLOCK_BYTES);

describe("a ZVHD2 disk as a block device", () => {
  it("gives any range, across blocks, holes and to the last odd byte", async () => {
    const { device: disk } = await device();
    expect(disk.sizeBytes).toBe(SIZE);
    for (const [offset, length] of [
      [0, 512],
      [BLOCK_BYTES - 3, 6],
      [BLOCK_BYTES, 3 * BLOCK_BYTES],
      [SIZE - 5, 5],
      [0, SIZE],
    ] as const) {
      expect((await disk.read(offset, length)).equals(whole.subarray(offset, offset + length))).toBe(true);
    }
  });

  it("says which parts are holes", async () => {
    const { device: disk } = await device();
    const extents = await disk.extents(BLOCK_BYTES - 10, 2 * BLOCK_BYTES);
    expect(extents).toEqual([
      { length: 10, hole: false },
      { length: BLOCK_BYTES, hole: false },
      { length: BLOCK_BYTES - 10, hole: true },
    ]);
  });

  it("loads a block once for readers that come together or later", async () => {
    const { device: disk, reads } = await device();
    await Promise.all([disk.read(0, 512), disk.read(4096, 512)]);
    await disk.read(8192, 512);
    expect(reads).toHaveLength(1);
  });

  it("keeps no more blocks than the cache may hold, the ones used last", async () => {
    const { device: disk, cache, reads } = await device(3 * BLOCK_BYTES);
    for (const block of [0, 3, 5, 0, 8, 0]) await disk.read(block * BLOCK_BYTES, 512);
    expect(reads).toHaveLength(4);
    expect(cache.sizeBytes).toBe(3 * BLOCK_BYTES);
    await disk.read(3 * BLOCK_BYTES, 512);
    expect(reads).toHaveLength(5);
  });

  it("fetches ahead of a reader that goes in order, and not of one that hops", async () => {
    const hopping = await device();
    for (const block of [7, 5, 9]) await hopping.device.read(block * BLOCK_BYTES, 512);
    expect(hopping.reads).toHaveLength(3);
    const ordered = await device();
    for (const block of [5, 6, 7]) await ordered.device.read(block * BLOCK_BYTES, 512);
    await ordered.device.read(10 * BLOCK_BYTES, 512);
    expect(ordered.reads).toHaveLength(6);
  });

  it("shares one cache between disks without mixing them up", async () => {
    const other = await sampleZvhd2(SIZE, [3]);
    const cache = new BlockCache(64 * MIB);
    const first = await zvhd2BlockDevice(await openZvhd2(memorySource(file)), cache, manifest);
    const second = await zvhd2BlockDevice(await openZvhd2(memorySource(other.file)), cache, other.manifest);
    expect((await first.read(0, 4096)).equals(whole.subarray(0, 4096))).toBe(true);
    expect((await second.read(0, 4096)).equals(Buffer.alloc(4096))).toBe(true);
  });
});

describe("a ZVHD2 disk that is not its manifest's", () => {
  it("is refused at once when its index lists other blocks", async () => {
    const moved = await sampleZvhd2(SIZE, [0, 1, 3, 5, 6, 7, 8, 9, 11]);
    await expect(device(MIB, moved.file)).rejects.toMatchObject({ code: "digestMismatch" });
    const fewer = await sampleZvhd2(SIZE, [0, 1]);
    await expect(device(MIB, fewer.file)).rejects.toMatchObject({ code: "digestMismatch" });
  });

  it("never gives out a block of another content, though the file is valid", async () => {
    const payloads = new Map(BLOCKS.map((block) => [block, zstdFrame(sampleBlock(block === 3 ? 99 : block))]));
    const { device: disk } = await device(64 * MIB, await writeZvhd2(SIZE, payloads));
    await expect(disk.read(3 * BLOCK_BYTES, 512)).rejects.toMatchObject({ code: "digestMismatch" });
    expect((await disk.read(0, 512)).equals(whole.subarray(0, 512))).toBe(true);
  });

  it("tries a block that failed anew", async () => {
    const flaky = Buffer.from(file);
    const { device: disk } = await device(64 * MIB, flaky);
    const payloadAt = 4096 + 100;
    flaky.writeUInt8(flaky.readUInt8(payloadAt) ^ 1, payloadAt);
    await expect(disk.read(0, 512)).rejects.toMatchObject({ code: "corruptImage" });
    file.copy(flaky);
    expect((await disk.read(0, 512)).equals(whole.subarray(0, 512))).toBe(true);
  });
});
