import { giveMemory, takeMemory } from "@/lib/platform/aligned-memory";
import { type NbdClient, openNbd } from "../nbd/client";
import { mapInOrder } from "../parallel/in-order";
import { deflateBlock, ZvhdWriter } from "../zvhd/writer";
import { BLOCK_BYTES, blockCountOf } from "../zvhd2/layout";
import { abortable } from "./abortable";
import { BlockReader } from "./block-reader";
import { blocksWithData } from "./data-blocks";
import type { ServedWrite } from "./served-disk";
import type { BlockFileOptions } from "./vhd-file";

/** Blocks being read or compressed at once. Bounds memory. */
const WINDOW = 4;

/**
 * Writes the disk an NBD server exports as ZVHD to a sink, in order, reading only what holds data and storing no block of zeros.
 * Errors: `toolFailed` from the server, `cancelled`, those of the sink.
 */
export async function writeZvhd(options: ServedWrite): Promise<void> {
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
  const reader = new BlockReader(nbd, virtualSizeBytes);
  const blocks = dataBlocks ?? (await blocksWithData(nbd, blockCountOf(virtualSizeBytes)));
  const readBlock = (block: number, into: Uint8Array) => reader.readInto(block, into);
  const file = zvhdFile({ virtualSizeBytes, blocks, readBlock, identity, ...(onProgress && { onProgress }) });
  for await (const record of file) await sink.write(record);
}

/** The bytes of a ZVHD file from the first to the last, as a store takes them. A block of zeros is left out. Errors: those of `readBlock`. */
export async function* zvhdFile({ virtualSizeBytes, blocks, readBlock, identity, onProgress }: BlockFileOptions): AsyncGenerator<Buffer> {
  const zeros = Buffer.alloc(BLOCK_BYTES);
  const deflate = async (block: number) => {
    const room = takeMemory(BLOCK_BYTES);
    await readBlock(block, room);
    const part = zeros.equals(room) ? undefined : await deflateBlock(room);
    giveMemory(room);
    return { block, part };
  };
  const written: Buffer[] = [];
  const writer = new ZvhdWriter({ write: async (bytes) => void written.push(bytes) }, virtualSizeBytes, identity);
  const totalBytes = blocks.count * BLOCK_BYTES;
  let doneBytes = 0;
  for await (const { block, part } of mapInOrder(blocks.blocks(), WINDOW, deflate)) {
    if (part) await writer.writeDeflated(block, part);
    yield* written.splice(0);
    doneBytes += BLOCK_BYTES;
    onProgress?.({ doneBytes, totalBytes });
  }
  await writer.finish();
  yield* written.splice(0);
}
