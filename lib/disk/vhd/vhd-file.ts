import { SECTOR_BYTES } from "../inspect/constraints";
import type { DiskProgress } from "../model";
import { mapInOrder } from "../parallel/in-order";
import type { BlockSet } from "../pipeline/data-blocks";
import { BLOCK_BYTES, blockCountOf, PAGE_BYTES, roundUp, type Zvhd2Identity } from "../zvhd2/layout";
import { encodeDynamicHeader, encodeTable, encodeVhdFooter, TABLE_AT, tableBytes } from "./layout";

export interface VhdFileOptions {
  /** Rounded up to whole sectors in the file. Unit: bytes. */
  readonly virtualSizeBytes: number;
  /** The blocks of 2 MiB that are stored; all others are zeros. */
  readonly blocks: BlockSet;
  /** The 2 MiB of a block. Calls overlap. */
  readonly readBlock: (block: number) => Promise<Buffer>;
  /** The block is written and its memory may be used again. */
  readonly onWritten?: (content: Buffer) => void;
  readonly identity: Zvhd2Identity;
  readonly onProgress?: (progress: DiskProgress) => void;
}

/** Blocks being read at once. Bounds memory. */
const WINDOW = 4;
/** The sector before a block's data that says which of it is used, all of it, stands so that the data begins at a page, as disks like it. */
const BITMAP_AT = PAGE_BYTES - SECTOR_BYTES;
const BLOCK_HEAD = Buffer.alloc(PAGE_BYTES).fill(0xff, BITMAP_AT);

/**
 * The bytes of a dynamic VHD from the first to the last: nothing has to be changed when the end is known, so a store takes them as
 * they come. The same blocks and identity give the same file. Errors: those of `readBlock`.
 */
export async function* vhdFile({ virtualSizeBytes, blocks, readBlock, ...options }: VhdFileOptions): AsyncGenerator<Buffer> {
  const blockCount = blockCountOf(virtualSizeBytes);
  const footer = encodeVhdFooter(virtualSizeBytes, options.identity);
  const blocksAt = roundUp(TABLE_AT + tableBytes(blockCount), PAGE_BYTES);
  const table = encodeTable(blockCount, blocks.blocks(), (rank) => blocksAt + rank * (BLOCK_HEAD.length + BLOCK_BYTES) + BITMAP_AT);
  yield Buffer.concat([footer, encodeDynamicHeader(virtualSizeBytes), table], blocksAt);
  const totalBytes = blocks.count * BLOCK_BYTES;
  let doneBytes = 0;
  for await (const content of mapInOrder(blocks.blocks(), WINDOW, readBlock)) {
    yield BLOCK_HEAD;
    yield content;
    options.onWritten?.(content);
    doneBytes += BLOCK_BYTES;
    options.onProgress?.({ doneBytes, totalBytes });
  }
  yield footer;
}
