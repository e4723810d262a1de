import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/platform/errors";
import { DISK_STREAM } from "../crypt/layout";
import { openSealed } from "../crypt/open-sealed";
import { KEY, sealBytes } from "../crypt/testing";
import { MIB } from "../model";
import { readIndexEntry } from "../zvhd2/layout";
import { openZvhd2 } from "../zvhd2/reader";
import { memorySource, sampleZvhd2 } from "../zvhd2/testing";
import { findDamage } from "./find-damage";

const BLOCKS = [0, 1, 4, 6];
const { file, manifest } = await sampleZvhd2(15 * MIB, BLOCKS);
const entries = [...(await openZvhd2(memorySource(file))).extents()];

function flipped(at: number, stored = file): Buffer {
  const broken = Buffer.from(stored);
  broken.writeUInt8(broken.readUInt8(at) ^ 16, at);
  return broken;
}

describe("the search for damage", () => {
  it("finds none in a sound disk", async () => {
    expect(await findDamage({ source: memorySource(file), manifest })).toBeUndefined();
  });

  it("names every damaged block and goes on behind it", async () => {
    let broken = file;
    for (const { offset } of [entries[1], entries[3]].flatMap((entry) => entry ?? [])) broken = flipped(offset + 500, broken);
    expect(await findDamage({ source: memorySource(broken), manifest })).toEqual({
      construct: "zvhd2.block",
      blocks: [1, 6],
      blockCount: 2,
    });
  });

  it("names a block whose digest in the manifest is another, though its bytes decode", async () => {
    const digests = Buffer.from(manifest.blockDigests);
    digests.writeUInt8(digests.readUInt8(70) ^ 1, 70);
    expect(await findDamage({ source: memorySource(file), manifest: { ...manifest, blockDigests: digests } })).toMatchObject({
      construct: "zvhd2.index",
    });
  });

  it("names the part where the file cannot be opened at all", async () => {
    const index = file.length - 4096 - 4096 - 512 * 1024;
    expect(readIndexEntry(file, index)).toEqual(entries[0]);
    expect(await findDamage({ source: memorySource(flipped(file.length - 4000)), manifest })).toMatchObject({
      construct: "zvhd2.checksum",
    });
    expect(await findDamage({ source: memorySource(flipped(index + 9)), manifest })).toMatchObject({ construct: "zvhd2.indexBlock" });
    expect(await findDamage({ source: memorySource(file.subarray(0, -4096)), manifest })).toMatchObject({
      construct: expect.stringMatching(/^zvhd2/),
    });
  });

  it("names the blocks of a sealed disk of which a segment was altered", async () => {
    const sealed = await sealBytes(file, KEY, DISK_STREAM);
    const first = entries[0];
    const at = (first?.offset ?? 0) + 1000;
    const damage = await findDamage({ source: await openSealed(memorySource(flipped(at, sealed)), KEY), manifest });
    expect(damage).toMatchObject({ construct: "zvhd2.block" });
    expect(damage?.blocks).toContain(0);
  });

  it("takes a store that cannot be reached for no damage", async () => {
    const source = memorySource(file);
    const away = async (offset: number, length: number) => {
      if (offset === entries[2]?.offset) throw new AppError("storageUnavailable");
      return source.read(offset, length);
    };
    await expect(findDamage({ source: { ...source, read: away }, manifest })).rejects.toMatchObject({ code: "storageUnavailable" });
  });
});
