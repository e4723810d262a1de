import { randomBytes } from "node:crypto";
import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ZstdFrames } from "./zstd-frames";

const frame = (content: Buffer, checksum = 1) =>
  zstdCompressSync(content, { params: { [constants.ZSTD_c_checksumFlag]: checksum, [constants.ZSTD_c_contentSizeFlag]: checksum } });
const CONTENTS = [randomBytes(300_000), Buffer.alloc(1_000_000), Buffer.alloc(0), Buffer.from("text ".repeat(50_000)), Buffer.of(7)];
const FRAMES = CONTENTS.map((content, index) => frame(content, index % 2));

function skippable(bytes: number): Buffer {
  const skipped = Buffer.alloc(8 + bytes, 0xaa);
  skipped.writeUInt32LE(0x184d_2a5c, 0);
  skipped.writeUInt32LE(bytes, 4);
  return skipped;
}

/** The frames found in a stream that comes in chunks of one size. */
function framesOf(stream: Buffer, chunkBytes: number): { frames: Buffer[]; isWhole: boolean } {
  const splitter = new ZstdFrames();
  const frames: Buffer[] = [];
  let parts: Buffer[] = [];
  for (let at = 0; at < stream.length; at += chunkBytes) {
    for (const { bytes, ends } of splitter.split(stream.subarray(at, at + chunkBytes))) {
      parts.push(bytes);
      if (!ends) continue;
      frames.push(Buffer.concat(parts));
      parts = [];
    }
  }
  return { frames, isWhole: splitter.isWhole };
}

describe("a zstd stream", () => {
  it.each([1, 3, 7, 4096, 10_000_000])("is cut at the ends of its frames, in chunks of %i bytes", (chunkBytes) => {
    const stream = Buffer.concat([skippable(0), ...FRAMES.flatMap((bytes, index) => [bytes, skippable(index * 5)])]);
    const { frames, isWhole } = framesOf(stream, chunkBytes);
    expect(frames.map((bytes) => bytes.toString("hex"))).toEqual(FRAMES.map((bytes) => bytes.toString("hex")));
    expect(frames.map((bytes, index) => zstdDecompressSync(bytes).equals(CONTENTS[index] ?? Buffer.alloc(1)))).toEqual(
      CONTENTS.map(() => true),
    );
    expect(isWhole).toBe(true);
  });

  it("is not whole wherever else it ends", () => {
    const stream = Buffer.concat([frame(Buffer.from("short")), skippable(3)]);
    const ends = Array.from({ length: stream.length }, (_, at) => framesOf(stream.subarray(0, at), 1000).isWhole);
    expect(ends.flatMap((isWhole, at) => (isWhole ? [at] : []))).toEqual([0, stream.length - 11]);
  });

  it("is refused where something else stands between its frames, or a block is of no known kind", () => {
    const stream = Buffer.concat([frame(Buffer.from("short")), Buffer.from("else")]);
    expect(() => framesOf(stream, 5)).toThrow("corruptImage");
    const reserved = frame(Buffer.from("short"));
    const blockAt = 6;
    reserved.writeUInt8(reserved.readUInt8(blockAt) | 0b110, blockAt);
    expect(() => framesOf(reserved, 5)).toThrow('"construct":"zstd.block"');
  });
});
