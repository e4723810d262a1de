import type { DiskFormat, RandomAccess } from "../model";
import { mapInOrder } from "../parallel/in-order";
import { openZvhd } from "../zvhd/reader";
import type { IndexEntry } from "../zvhd2/layout";
import { openZvhd2 } from "../zvhd2/reader";
import { isWholeFrame } from "../zvhd2/whole-frame";
import type { SourceBlock, StoredBlock } from "./import-disk";

/** Blocks of a disk, ascending, and how many there will be where the file says so before it is read. */
export interface OwnBlocks {
  readonly totalBlocks: number | undefined;
  blocks(): AsyncIterable<SourceBlock>;
}

/** The stored blocks of a file in one of the service's own formats. Errors: those of its reader. */
export async function openOwnBlocks(source: RandomAccess, format: Extract<DiskFormat, "zvhd" | "zvhd2">): Promise<OwnBlocks> {
  if (format === "zvhd") {
    const file = await openZvhd(source);
    return { totalBlocks: undefined, blocks: () => file.blocks() };
  }
  const disk = await openZvhd2(source);
  return {
    totalBlocks: disk.storedBlocks,
    async *blocks() {
      for (const { block } of disk.extents()) {
        const read = await disk.readBlock(block);
        if (read !== undefined) yield { block, content: read.content };
      }
    },
  };
}

/** Records of a file read ahead of the threads that decode them. */
const READ_WINDOW = 4;

/**
 * The stored blocks of a ZVHD2 file as they are, for `importBlocks`, which decodes each of them and takes over those that need no change.
 * Errors: those of its reader.
 */
export async function openStoredBlocks(source: RandomAccess): Promise<{ totalBlocks: number; blocks(): AsyncIterable<StoredBlock> }> {
  const disk = await openZvhd2(source);
  const read = async (entry: IndexEntry): Promise<StoredBlock> => {
    const payload = await disk.readPayload(entry);
    return { block: entry.block, payload, isReusable: isWholeFrame(payload) };
  };
  return { totalBlocks: disk.storedBlocks, blocks: () => mapInOrder(disk.extents(), READ_WINDOW, read) };
}
