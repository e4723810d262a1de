import { AppError } from "@/lib/platform/errors";
import type { RandomAccess } from "../model";
import { mapInOrder } from "../parallel/in-order";
import { BLOCK_BYTES } from "../zvhd2/layout";
import type { OwnBlocks } from "./own-blocks";

/** Where a RAW file holds data. Unit: bytes. */
export interface MappedExtent {
  readonly startBytes: number;
  readonly lengthBytes: number;
}

/** A map larger than this describes no disk of a terabyte in whole blocks. Unit: bytes. */
export const BLOCK_MAP_MAX_BYTES = 64 * 1024 * 1024;

/**
 * Reads the map of a RAW file's data as `qemu-img map --output=json` writes it: a list of `{ start, length, data, zero }`. Errors:
 * `corruptImage` { construct: `blockMap` } when it is no such list, is out of order, or reaches beyond the file.
 */
export function parseBlockMap(text: string, fileBytes: number): MappedExtent[] {
  const extents: MappedExtent[] = [];
  let end = 0;
  for (const entry of entriesOf(text)) {
    const { start, length, data, zero } = entry;
    if (!isCount(start) || !isCount(length) || start < end || start + length > fileBytes) throw refusal(`extent at ${String(start)}`);
    end = start + length;
    if (data === true && zero !== true && length > 0) extents.push({ startBytes: start, lengthBytes: length });
  }
  return extents;
}

function entriesOf(text: string): Record<string, unknown>[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw refusal("not JSON");
  }
  if (!Array.isArray(parsed)) throw refusal("no list");
  return parsed.map((entry: unknown) => (typeof entry === "object" && entry !== null ? { ...entry } : {}));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function refusal(found: string): AppError {
  return new AppError("corruptImage", { construct: "blockMap", found });
}

/** Blocks read ahead of the threads that compress them. */
const READ_WINDOW = 4;

/** What its map names of a RAW file: all else is zeros and is never read. A block is one read, from its first mapped byte to its last. */
export function openMappedBlocks(source: RandomAccess, extents: readonly MappedExtent[]): OwnBlocks {
  const blocks = new Map<number, MappedExtent[]>();
  for (const { startBytes, lengthBytes } of extents) {
    const end = startBytes + lengthBytes;
    for (let at = startBytes; at < end; ) {
      const block = Math.floor(at / BLOCK_BYTES);
      const next = Math.min(end, (block + 1) * BLOCK_BYTES);
      const parts = blocks.get(block) ?? [];
      parts.push({ startBytes: at, lengthBytes: next - at });
      blocks.set(block, parts);
      at = next;
    }
  }
  return {
    totalBlocks: blocks.size,
    blocks: () => mapInOrder(blocks, READ_WINDOW, async ([block, parts]) => ({ block, content: await readParts(source, block, parts) })),
  };
}

async function readParts(source: RandomAccess, block: number, parts: readonly MappedExtent[]): Promise<Buffer> {
  const content = Buffer.alloc(BLOCK_BYTES);
  const start = parts[0]?.startBytes ?? 0;
  const last = parts.at(-1);
  const bytes = await source.read(start, (last?.startBytes ?? 0) + (last?.lengthBytes ?? 0) - start);
  for (const { startBytes, lengthBytes } of parts)
    bytes.copy(content, startBytes - block * BLOCK_BYTES, startBytes - start, startBytes - start + lengthBytes);
  return content;
}
