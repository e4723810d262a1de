import { type NbdClient, openNbd } from "../nbd/client";
import { mapInOrder } from "../parallel/in-order";
import { deflateBlock, ZvhdWriter } from "../zvhd/writer";
import { BLOCK_BYTES, blockCountOf } from "../zvhd2/layout";
import { abortable } from "./abortable";
import { BlockReader } from "./block-reader";
import { type BlockSet, blocksWithData } from "./data-blocks";
import type { ServedWrite } from "./served-disk";

/** Blocks being read or compressed at once. Bounds memory. */
const WINDOW = 4;

/**
 * Writes the disk an NBD server exports as ZVHD to a sink, in order, reading only what holds data and storing no block of zeros.
 * Errors: `toolFailed` from the server, `cancelled`, those of the sink.
 */
export async function writeZvhd(options: ServedWrite): Promise<void> {
  const { socketPath, exportName, virtualSizeBytes, sink, identity, signal } = options;
  const nbd = await openNbd(socketPath, exportName, signal);
  const writer = new ZvhdWriter(sink, virtualSizeBytes, identity);
  await abortable(
    signal,
    () => pump(options, nbd, writer),
    async () => {
      nbd.close();
    },
  );
}

async function pump({ virtualSizeBytes, onProgress, dataBlocks }: ServedWrite, nbd: NbdClient, writer: ZvhdWriter): Promise<void> {
  const wanted = dataBlocks ?? (await blocksWithData(nbd, blockCountOf(virtualSizeBytes)));
  let doneBytes = 0;
  for await (const { block, part } of deflatedBlocks(nbd, wanted, virtualSizeBytes)) {
    if (part) await writer.writeDeflated(block, part);
    doneBytes += BLOCK_BYTES;
    onProgress?.({ doneBytes, totalBytes: wanted.count * BLOCK_BYTES });
  }
  await writer.finish();
}

/** One of zeros only has no part. */
function deflatedBlocks(nbd: NbdClient, wanted: BlockSet, virtualSizeBytes: number) {
  const reader = new BlockReader(nbd, virtualSizeBytes);
  return mapInOrder(wanted.blocks(), WINDOW, async (block) => {
    const content = await reader.read(block);
    const part = reader.isZero(content) ? undefined : await deflateBlock(content);
    reader.release(content);
    return { block, part };
  });
}
