import { describe, expect, it } from "vitest";
import { MIB } from "../model";
import type { NbdClient, NbdExtent } from "../nbd/client";
import { BlockSet, blocksWithData } from "./data-blocks";

function clientOf(extents: readonly Omit<NbdExtent, "allocated">[]): NbdClient {
  return {
    sizeBytes: 40 * MIB,
    async *blockStatus() {
      for (const extent of extents) yield { ...extent, allocated: !extent.zero };
    },
    read: () => Promise.reject(new Error("not read")),
    readInto: () => Promise.reject(new Error("not read")),
    close: () => undefined,
  };
}

describe("the blocks of a disk that hold data", () => {
  it("are those any part of an extent of data lies in, each once", async () => {
    const set = await blocksWithData(
      clientOf([
        { offset: 0, length: 1, zero: false },
        { offset: 1, length: 4 * MIB - 2, zero: true },
        { offset: 4 * MIB - 1, length: 2, zero: false },
        { offset: 4 * MIB + 1, length: 512, zero: false },
        { offset: 20 * MIB, length: 6 * MIB, zero: false },
      ]),
      20,
    );
    expect([...set.blocks()]).toEqual([0, 1, 2, 10, 11, 12]);
    expect(set.count).toBe(6);
  });

  it("never lie beyond the disk", () => {
    const set = new BlockSet(9);
    for (const block of [8, 9, 100]) set.add(block);
    expect([...set.blocks()]).toEqual([8]);
  });
});
