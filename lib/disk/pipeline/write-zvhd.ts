import { type NbdClient, openNbd } from "../nbd/client";
import { mapInOrder } from "../parallel/in-order";
import { deflateBlock, ZvhdWriter } from "../zvhd/writer";
import { BLOCK_BYTES, blockCountOf } from "../zvhd2/layout";
import { abortable } from "./abortable";
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

/** The last block is padded to its full length with zeros; one of zeros only has no part. Memory of blocks is used again. */
function deflatedBlocks(nbd: NbdClient, wanted: BlockSet, virtualSizeBytes: number) {
  const zeros = Buffer.alloc(BLOCK_BYTES);
  const free: Buffer[] = [];
  return mapInOrder(wanted.blocks(), WINDOW, async (block) => {
    const content = free.pop() ?? Buffer.alloc(BLOCK_BYTES);
    const offset = block * BLOCK_BYTES;
    await nbd.readInto(offset, content.subarray(0, Math.min(BLOCK_BYTES, nbd.sizeBytes - offset)));
    content.fill(0, Math.min(BLOCK_BYTES, virtualSizeBytes - offset));
    const part = content.equals(zeros) ? undefined : await deflateBlock(content);
    free.push(content);
    return { block, part };
  });
}
