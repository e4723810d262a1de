import { giveMemory, takeMemory } from "@/lib/platform/aligned-memory";
import { SECTOR_BYTES } from "../inspect/constraints";
import { type DiskProgress, KIB } from "../model";
import { mapInOrder } from "../parallel/in-order";
import { encodeDynamicHeader, encodeTable, encodeVhdFooter, TABLE_AT, tableBytes } from "../vhd/layout";
import { BLOCK_BYTES, blockCountOf, PAGE_BYTES, roundUp, type Zvhd2Identity } from "../zvhd2/layout";
import type { BlockSet } from "./data-blocks";

/** A disk whose blocks become a file in order. */
export interface BlockFileOptions {
  /** Rounded up to whole sectors in the file. Unit: bytes. */
  readonly virtualSizeBytes: number;
  /** The blocks of 2 MiB that are stored; all others are zeros. */
  readonly blocks: BlockSet;
  /** Writes the 2 MiB of a block to shared memory, which is not used again if it fails. Calls overlap. */
  readonly readBlock: (block: number, into: Uint8Array) => Promise<void>;
  readonly identity: Zvhd2Identity;
  readonly onProgress?: (progress: DiskProgress) => void;
}

/** Blocks being read at once. Bounds memory. */
const WINDOW = 4;
/** The sector before a block's data that says which of it is used, all of it, stands so that the data begins at a page, as disks like it. */
const BITMAP_AT = PAGE_BYTES - SECTOR_BYTES;
const BLOCK_HEAD = Buffer.alloc(PAGE_BYTES).fill(0xff, BITMAP_AT);
const PLACE_BYTES = BLOCK_HEAD.length + BLOCK_BYTES;
/** Memory for one of them. */
const MEMORY_BYTES = roundUp(PLACE_BYTES, 64 * KIB);

/**
 * The bytes of a dynamic VHD from the first to the last: nothing has to be changed when the end is known, so a store takes them as
 * they come. The same blocks and identity give the same file. Errors: those of `readBlock`.
 */
export async function* vhdFile(options: BlockFileOptions): AsyncGenerator<Uint8Array> {
  const { virtualSizeBytes, blocks, identity } = options;
  const blockCount = blockCountOf(virtualSizeBytes);
  const footer = encodeVhdFooter(virtualSizeBytes, identity);
  const blocksAt = roundUp(TABLE_AT + tableBytes(blockCount), PAGE_BYTES);
  const table = encodeTable(blockCount, blocks.blocks(), (rank) => blocksAt + rank * PLACE_BYTES + BITMAP_AT);
  yield Buffer.concat([footer, encodeDynamicHeader(virtualSizeBytes), table], blocksAt);
  yield* places(options);
  yield footer;
}

/** Each block behind its head, read into memory that a store writes as it is: a chunk is good until the next is asked for. */
async function* places({
  blocks,
  readBlock,
  onProgress,
}: Pick<BlockFileOptions, "blocks" | "readBlock" | "onProgress">): AsyncGenerator<Uint8Array> {
  const totalBytes = blocks.count * BLOCK_BYTES;
  let doneBytes = 0;
  const free: Uint8Array[] = [];
  const read = async (block: number): Promise<Uint8Array> => {
    const place = free.pop() ?? takeMemory(MEMORY_BYTES).subarray(0, PLACE_BYTES);
    place.set(BLOCK_HEAD);
    await readBlock(block, place.subarray(BLOCK_HEAD.length));
    return place;
  };
  try {
    for await (const place of mapInOrder(blocks.blocks(), WINDOW, read)) {
      yield place;
      free.push(place);
      doneBytes += BLOCK_BYTES;
      onProgress?.({ doneBytes, totalBytes });
    }
  } finally {
    free.forEach(giveMemory);
  }
}
