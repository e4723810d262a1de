import { AppError } from "@/lib/platform/errors";
import type { DiskProgress } from "../model";
import { type NbdClient, openNbd } from "../nbd/client";
import { BLOCK_BYTES, blockCountOf, PAGE_BYTES, RECORD_HEAD_BYTES, RECORD_TAIL_BYTES, roundUp, type Zvhd2Identity } from "../zvhd2/layout";
import { ContentDigest, type DiskManifest } from "../zvhd2/manifest";
import { type ByteSink, Zvhd2Writer } from "../zvhd2/writer";
import { abortable } from "./abortable";
import { BlockThreads, StreamDigest, unexpected } from "./block-threads";
import { type BlockSet, blocksWithData } from "./data-blocks";
import { mapInOrder } from "./in-order";

export interface ImportOptions {
  /** Where an NBD server exports the source disk, and under which name. */
  readonly socketPath: string;
  readonly exportName?: string;
  /** Exact size of the disk as its header says; the server may have rounded it up to whole sectors. Unit: bytes. */
  readonly virtualSizeBytes: number;
  readonly sink: ByteSink;
  readonly identity: Zvhd2Identity;
  readonly signal?: AbortSignal;
  /** Called after every block; `totalBytes` is known from the start. */
  readonly onProgress?: (progress: DiskProgress) => void;
  /** Threads that compress. */
  readonly threads?: number;
}

/** Blocks read, compressed or waiting to be written at once; bounds memory to some 2 × 2 MiB each. */
const WINDOW = 8;
/** Fast rather than small: a quarter larger than level 3 at twice the speed. */
const ZSTD_LEVEL = 1;
const SECTOR_BYTES = 512;

interface PackedBlock {
  readonly block: number;
  /** Undefined when the block turned out to be zeros. */
  readonly packed: { readonly framed: ArrayBuffer; readonly payloadBytes: number; readonly digest: Uint8Array } | undefined;
}

/**
 * Makes one ZVHD2 file of a disk an NBD server exports, reading only the blocks that hold data, and answers what must be true of
 * it. Digests of blocks are taken from the bytes as read, before compression. The same disk and identity give the same file.
 * Threads compress and digest; memory does not grow with the disk but for 48 bytes per stored block.
 * Errors: `corruptImage` when the server sees a disk of another size, `toolFailed` from the server, `cancelled`, those of the sink.
 */
export async function importDisk(options: ImportOptions): Promise<DiskManifest> {
  const nbd = await openNbd(options.socketPath, options.exportName, options.signal);
  const threads = new BlockThreads(options.threads ?? 2);
  const object = new StreamDigest();
  return abortable(
    options.signal,
    () => pump(options, nbd, threads, object),
    async () => {
      nbd.close();
      await Promise.all([threads.end(), object.end()]);
    },
  );
}

async function pump(options: ImportOptions, nbd: NbdClient, threads: BlockThreads, object: StreamDigest): Promise<DiskManifest> {
  const { virtualSizeBytes, sink, identity, onProgress } = options;
  if (nbd.sizeBytes < virtualSizeBytes || nbd.sizeBytes > roundUp(virtualSizeBytes, SECTOR_BYTES)) {
    throw new AppError("corruptImage", { construct: "virtualSize", expected: virtualSizeBytes, found: nbd.sizeBytes });
  }
  const writer = new Zvhd2Writer(digestingSink(sink, object), virtualSizeBytes, identity);
  const content = new ContentDigest();
  const wanted = await blocksWithData(nbd, blockCountOf(virtualSizeBytes));
  let doneBytes = 0;
  for await (const { block, packed } of packedBlocks(nbd, wanted, virtualSizeBytes, threads)) {
    if (packed) {
      await writer.writeBlock(block, Buffer.from(packed.framed), packed.payloadBytes);
      content.add(block, Buffer.from(packed.digest));
    }
    doneBytes += BLOCK_BYTES;
    onProgress?.({ doneBytes, totalBytes: wanted.count * BLOCK_BYTES });
  }
  const written = await writer.finish();
  return { virtualSizeBytes, ...written, objectSha256: await object.finish(), ...content.finish(virtualSizeBytes) };
}

/** Buffers of blocks go from the connection to a thread and back, and round again. */
function packedBlocks(nbd: NbdClient, wanted: BlockSet, virtualSizeBytes: number, threads: BlockThreads): AsyncIterable<PackedBlock> {
  const free: ArrayBuffer[] = [];
  return mapInOrder(wanted.blocks(), WINDOW, async (block) => {
    const content = free.pop() ?? new ArrayBuffer(BLOCK_BYTES);
    const offset = block * BLOCK_BYTES;
    await nbd.readInto(offset, new Uint8Array(content, 0, Math.min(BLOCK_BYTES, nbd.sizeBytes - offset)));
    // The server's rounding, and what an earlier block left in the buffer, are not of this disk.
    new Uint8Array(content, Math.min(BLOCK_BYTES, virtualSizeBytes - offset)).fill(0);
    const room = { headBytes: RECORD_HEAD_BYTES, tailBytes: RECORD_TAIL_BYTES, alignBytes: PAGE_BYTES };
    const reply = await threads.ask({ kind: "compress", content, level: ZSTD_LEVEL, ...room }, [content]);
    if (reply.kind !== "compressed") return unexpected(reply);
    free.push(reply.content);
    return { block, packed: reply.packed };
  });
}

/** Passes every buffer through the digest's thread before the sink has it. */
function digestingSink(sink: ByteSink, object: StreamDigest): ByteSink {
  return {
    async write(bytes) {
      // Every buffer of the writer is alone in its memory, so the whole of it may travel.
      const memory = bytes.buffer;
      if (!(memory instanceof ArrayBuffer) || memory.byteLength !== bytes.length)
        throw new AppError("internal", { reason: "sharedBuffer" });
      await sink.write(Buffer.from(await object.add(memory)));
    },
  };
}
