import { AppError } from "@/lib/platform/errors";
import type { DiskProgress } from "../model";
import { type NbdClient, openNbd } from "../nbd/client";
import { mapInOrder } from "../parallel/in-order";
import { BLOCK_BYTES, blockCountOf } from "../zvhd2/layout";
import { type BlockSet, blocksWithData } from "./data-blocks";
import type { ServedDisk } from "./served-disk";

export interface CompareOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DiskProgress) => void;
}

/** Blocks of both disks being read at once. */
const WINDOW = 4;

/**
 * Finds the first byte in which two disks differ, or undefined when they are the same. The shorter one is taken to go on as zeros, so a
 * longer disk must end in zeros; whoever wants equal sizes compares those. Reads only where either holds data.
 * Errors: `cancelled`, `toolFailed`, those of the disks. Unit: bytes.
 */
export async function compareServed(
  a: ServedDisk,
  b: ServedDisk,
  { signal, onProgress }: CompareOptions = {},
): Promise<number | undefined> {
  const opened: NbdClient[] = [];
  try {
    for (const { socketPath, exportName } of [a, b]) opened.push(await openNbd(socketPath, exportName, signal));
    const [left, right] = opened;
    if (!left || !right) throw new AppError("internal");
    return await compare({ client: left, sizeBytes: a.virtualSizeBytes }, { client: right, sizeBytes: b.virtualSizeBytes }, onProgress);
  } catch (error) {
    throw a.failure() ?? b.failure() ?? error;
  } finally {
    for (const client of opened) client.close();
  }
}

interface Side {
  readonly client: NbdClient;
  readonly sizeBytes: number;
}

async function compare(a: Side, b: Side, onProgress: CompareOptions["onProgress"]): Promise<number | undefined> {
  const blocks = await blocksOfEither(a, b);
  let doneBytes = 0;
  const read = async (block: number) => ({ block, a: await readBlock(a, block), b: await readBlock(b, block) });
  for await (const both of mapInOrder(blocks.blocks(), WINDOW, read)) {
    if (!both.a.equals(both.b)) return both.block * BLOCK_BYTES + firstDifference(both.a, both.b);
    doneBytes += BLOCK_BYTES;
    onProgress?.({ doneBytes, totalBytes: blocks.count * BLOCK_BYTES });
  }
  return undefined;
}

async function blocksOfEither(a: Side, b: Side): Promise<BlockSet> {
  const count = blockCountOf(Math.max(a.sizeBytes, b.sizeBytes));
  const blocks = await blocksWithData(a.client, count);
  for (const block of (await blocksWithData(b.client, count)).blocks()) blocks.add(block);
  return blocks;
}

/** A whole block, with zeros where the disk has ended. */
async function readBlock({ client, sizeBytes }: Side, block: number): Promise<Buffer> {
  const content = Buffer.alloc(BLOCK_BYTES);
  const offset = block * BLOCK_BYTES;
  const served = Math.max(0, Math.min(BLOCK_BYTES, client.sizeBytes - offset));
  if (served > 0) await client.readInto(offset, content.subarray(0, served));
  return content.fill(0, Math.max(0, Math.min(BLOCK_BYTES, sizeBytes - offset)));
}

function firstDifference(a: Buffer, b: Buffer): number {
  let low = 0;
  let high = a.length;
  // Half after half: the first difference is in the first half that is not the same.
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (a.compare(b, low, middle, low, middle) === 0) low = middle;
    else high = middle;
  }
  return low;
}
