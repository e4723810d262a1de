import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { readAhead } from "./read-ahead";
import type { OpenObject } from "./storage";

const MIB = 1024 * 1024;
const content = randomBytes(5 * MIB + 3);

/** The content as an open object; `memories`: every memory that was read into. */
function opened() {
  const memories = new Set<ArrayBufferLike>();
  const object: OpenObject = {
    sizeBytes: content.length,
    async read(into, offsetBytes) {
      memories.add(into.buffer);
      const part = content.subarray(offsetBytes, offsetBytes + into.length);
      into.set(part);
      return part.length;
    },
    close: async () => undefined,
  };
  return { object, memories };
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(Uint8Array.from(chunk));
  return Buffer.concat(all);
}

it("gives all bytes of an object in their order, or those of a range", async () => {
  const { object } = opened();
  expect((await bytesOf(readAhead(object))).equals(content)).toBe(true);
  for (const [start, end] of [
    [0, 1],
    [MIB - 1, 4 * MIB + 1],
    [content.length - 1, content.length],
    [7, 7],
  ] as const)
    expect((await bytesOf(readAhead(object, start, end))).equals(content.subarray(start, end))).toBe(true);
});

it("refuses a range that is not inside", async () => {
  for (const [start, end] of [
    [-1, 3],
    [5, 4],
    [0, content.length + 1],
  ] as const)
    await expect(bytesOf(readAhead(opened().object, start, end))).rejects.toMatchObject({ code: "invalidArgument" });
});

it("uses two memories, and the same again for the next object, also when its reader leaves", async () => {
  const first = opened();
  for await (const _ of readAhead(first.object)) break;
  expect(first.memories.size).toBe(2);
  const next = opened();
  await bytesOf(readAhead(next.object));
  expect(next.memories).toEqual(first.memories);
});
