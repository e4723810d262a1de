import { createHash } from "node:crypto";
import { constants, zstdCompressSync } from "node:zlib";
import type { RandomAccess } from "../model";
import { BLOCK_BYTES, RECORD_HEAD_BYTES, recordLength } from "./layout";
import { ContentDigest, type DiskManifest } from "./manifest";
import { Zvhd2Writer } from "./writer";

// Disks for tests, written block by block without threads or tools.

export const IDENTITY = { uuid: Buffer.from("00112233445566778899aabbccddeeff", "hex"), createdAt: new Date("2026-01-02T03:04:05Z") };

/** A block whose bytes follow from its seed and compress a little. */
export function sampleBlock(seed: number): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  let state = seed + 1;
  for (let at = 0; at < BLOCK_BYTES; at += 64) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    block.writeUInt32LE(state, at);
  }
  return block;
}

export function zstdFrame(content: Buffer): Buffer {
  return zstdCompressSync(content, { pledgedSrcSize: content.length, params: { [constants.ZSTD_c_checksumFlag]: 1 } });
}

export class MemorySink {
  private readonly parts: Buffer[] = [];

  async write(bytes: Buffer): Promise<void> {
    this.parts.push(bytes);
  }

  bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
}

/** Writes payloads as they are, valid or not. */
export async function writeZvhd2(virtualSizeBytes: number, payloads: ReadonlyMap<number, Buffer>): Promise<Buffer> {
  const sink = new MemorySink();
  const writer = new Zvhd2Writer(sink, virtualSizeBytes, IDENTITY);
  for (const [block, payload] of payloads) {
    const record = Buffer.alloc(recordLength(payload.length));
    payload.copy(record, RECORD_HEAD_BYTES);
    await writer.writeBlock(block, record, payload.length);
  }
  await writer.finish();
  return sink.bytes();
}

/** A file of these blocks and its manifest. */
export async function sampleZvhd2(virtualSizeBytes: number, blocks: readonly number[]): Promise<{ file: Buffer; manifest: DiskManifest }> {
  const file = await writeZvhd2(virtualSizeBytes, new Map(blocks.map((block) => [block, zstdFrame(sampleBlock(block))])));
  const content = new ContentDigest();
  for (const block of blocks) content.add(block, createHash("sha256").update(sampleBlock(block)).digest());
  const objectSha256 = createHash("sha256").update(file).digest("hex");
  const sizes = { virtualSizeBytes, storedBlocks: blocks.length, objectSizeBytes: file.length };
  return { file, manifest: { ...sizes, objectSha256, ...content.finish(virtualSizeBytes) } };
}

export function memorySource(file: Buffer): RandomAccess {
  return { sizeBytes: file.length, read: async (offset, length) => Buffer.from(file.subarray(offset, offset + length)) };
}
