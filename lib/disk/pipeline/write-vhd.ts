import { type NbdClient, openNbd } from "../nbd/client";
import { mapInOrder } from "../parallel/in-order";
import { BLOCK_BYTES, blockCountOf } from "../zvhd2/layout";
import { abortable } from "./abortable";
import { BlockReader } from "./block-reader";
import { BlockSet, blocksWithData } from "./data-blocks";
import type { ServedWrite } from "./served-disk";
import { vhdFile } from "./vhd-file";

/** Blocks looked at at once. Bounds memory. */
const WINDOW = 4;

/**
 * Writes the disk an NBD server exports as dynamic VHD to a sink, in order, storing no block of zeros. The table that stands before the
 * blocks names them all, so what may hold data is read twice. Errors: `toolFailed` from the server, `cancelled`, those of the sink.
 */
export async function writeVhd(options: ServedWrite): Promise<void> {
  const { socketPath, exportName, signal } = options;
  const nbd = await openNbd(socketPath, exportName, signal);
  await abortable(
    signal,
    () => pump(options, nbd),
    async () => {
      nbd.close();
    },
  );
}

async function pump({ virtualSizeBytes, dataBlocks, sink, identity, onProgress }: ServedWrite, nbd: NbdClient): Promise<void> {
  const blockCount = blockCountOf(virtualSizeBytes);
  const reader = new BlockReader(nbd, virtualSizeBytes);
  const wanted = dataBlocks ?? (await blocksWithData(nbd, blockCount));
  const totalBytes = 2 * wanted.count * BLOCK_BYTES;
  let seenBytes = 0;
  const blocks = new BlockSet(blockCount);
  for await (const { block, content } of mapInOrder(wanted.blocks(), WINDOW, (block) => reader.numbered(block))) {
    if (!reader.isZero(content)) blocks.add(block);
    reader.release(content);
    seenBytes += BLOCK_BYTES;
    onProgress?.({ doneBytes: seenBytes, totalBytes });
  }
  const leftBytes = totalBytes - blocks.count * BLOCK_BYTES;
  const file = vhdFile({
    ...{ virtualSizeBytes, blocks, identity },
    readBlock: (block, into) => reader.readInto(block, into),
    onProgress: ({ doneBytes }) => onProgress?.({ doneBytes: leftBytes + doneBytes, totalBytes }),
  });
  for await (const chunk of file) await sink.write(Buffer.from(chunk)); // a copy, which the sink may keep
}
