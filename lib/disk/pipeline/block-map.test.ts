import { describe, expect, it } from "vitest";
import { BLOCK_BYTES } from "../zvhd2/layout";
import { openMappedBlocks, parseBlockMap } from "./block-map";

const map = (...entries: object[]) => JSON.stringify(entries);

describe("reading a map", () => {
  it("keeps what holds data", () => {
    const text = map(
      { start: 0, length: 4096, depth: 0, zero: false, data: true, offset: 0 },
      { start: 4096, length: 8192, depth: 0, zero: true, data: false },
      { start: 12_288, length: 512, zero: true, data: true },
      { start: 20_000, length: 480, zero: false, data: true },
    );
    expect(parseBlockMap(text, 20_480)).toEqual([
      { startBytes: 0, lengthBytes: 4096 },
      { startBytes: 20_000, lengthBytes: 480 },
    ]);
  });

  it.each([
    ["no JSON", "0 4096"],
    ["no list", "{}"],
    ["an entry without a length", map({ start: 0, data: true })],
    ["a negative start", map({ start: -1, length: 2, data: true })],
    ["a fraction", map({ start: 0.5, length: 2, data: true })],
    ["extents out of order", map({ start: 10, length: 10, data: true }, { start: 15, length: 1, data: true })],
    ["an extent beyond the file", map({ start: 0, length: 101, data: true })],
    ["a number no file reaches", map({ start: 0, length: 1e300, data: true })],
    ["a list of nothing that counts", "[null]"],
  ])("refuses %s", (_, text) => {
    expect(() => parseBlockMap(text, 100)).toThrow(expect.objectContaining({ code: "corruptImage" }));
  });
});

it("reads what the map names and nothing else: one read for a block, gaps and the end of the disk as zeros (PRI-08)", async () => {
  const bytes = Buffer.alloc(4 * BLOCK_BYTES + 1000, 7);
  const read: [number, number][] = [];
  const source = {
    sizeBytes: bytes.length,
    read: async (offset: number, length: number) => {
      read.push([offset, length]);
      return bytes.subarray(offset, offset + length);
    },
  };
  const extents = [
    { startBytes: 5, lengthBytes: 10 },
    { startBytes: 100, lengthBytes: 10 },
    { startBytes: 2 * BLOCK_BYTES - 3, lengthBytes: 8 },
    { startBytes: 4 * BLOCK_BYTES, lengthBytes: 1000 },
  ];
  const found = new Map<number, Buffer>();
  const { totalBlocks, blocks } = openMappedBlocks(source, extents);
  for await (const coming of blocks()) found.set(coming.block, coming.content);
  expect(read).toEqual([
    [5, 105],
    [2 * BLOCK_BYTES - 3, 3],
    [2 * BLOCK_BYTES, 5],
    [4 * BLOCK_BYTES, 1000],
  ]);
  const expected = Buffer.alloc(5 * BLOCK_BYTES);
  for (const { startBytes, lengthBytes } of extents) expected.fill(7, startBytes, startBytes + lengthBytes);
  expect([totalBlocks, [...found.keys()]]).toEqual([4, [0, 1, 2, 4]]);
  for (const [block, content] of found)
    expect(content.equals(expected.subarray(block * BLOCK_BYTES, (block + 1) * BLOCK_BYTES))).toBe(true);
});
