import { AppError } from "@/lib/platform/errors";
import type { DiskProgress } from "../model";
import { type NbdClient, openNbd } from "../nbd/client";
import { BlockThreads, StreamDigest, unexpected } from "../parallel/block-threads";
import { mapInOrder } from "../parallel/in-order";
import { BLOCK_BYTES, blockCountOf, PAGE_BYTES, RECORD_HEAD_BYTES, RECORD_TAIL_BYTES, roundUp, type Zvhd2Identity } from "../zvhd2/layout";
import { ContentDigest, type DiskManifest } from "../zvhd2/manifest";
import { type ByteSink, Zvhd2Writer } from "../zvhd2/writer";
import { abortable } from "./abortable";
import { type BlockSet, blocksWithData } from "./data-blocks";

export interface WriteOptions {
  /** Exact size of the disk as its header says. Unit: bytes. */
  readonly virtualSizeBytes: number;
  readonly sink: ByteSink;
  readonly identity: Zvhd2Identity;
  readonly signal?: AbortSignal;
  /** Called after every block; `totalBytes` does not change once it is known. */
  readonly onProgress?: (progress: DiskProgress) => void;
  /** Threads that compress. */
  readonly threads?: number;
}

export interface ImportOptions extends WriteOptions {
  /** Where an NBD server exports the source disk, and under which name; it may have rounded the size up to whole sectors. */
  readonly socketPath: string;
  readonly exportName?: string;
  /** All that may hold data, where that is known without asking the server. */
  readonly dataBlocks?: BlockSet | undefined;
}

/** One block as its source stores it: exactly 2 MiB, which the pipeline may change and keep. */
export interface SourceBlock {
  readonly block: number;
  readonly content: Buffer;
}

/** One block of a ZVHD2 file, as the file stores it. */
export interface StoredBlock {
  readonly block: number;
  /** zstd, to be exactly 2 MiB. */
  readonly payload: Buffer;
  /** It may be stored again as it is, once it has proven to decode. */
  readonly isReusable: boolean;
}

export interface ImportBlocksOptions extends WriteOptions {
  /** Ascending; what is missing is zeros. */
  readonly blocks: AsyncIterable<SourceBlock | StoredBlock>;
  /** How many there are, where that is known before they are read. */
  readonly totalBlocks: number | undefined;
}

/** Blocks read, compressed or waiting to be written at once; bounds memory to some 2 × 2 MiB each. */
const WINDOW = 8;
/** Fast rather than small: a quarter larger than level 3 at twice the speed. */
const ZSTD_LEVEL = 1;
/** How a thread leaves a payload: with room for the rest of its record. */
const PACKING = { level: ZSTD_LEVEL, headBytes: RECORD_HEAD_BYTES, tailBytes: RECORD_TAIL_BYTES, alignBytes: PAGE_BYTES };
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

/**
 * The same of a disk whose blocks come one after the other, as from a file in one of the service's own formats. Blocks of a ZVHD2 file are
 * decoded and digested but, where they may stay as they are, not compressed anew: a third less of processor time. Errors: those of the source,
 * `corruptImage` and `decompressionLimit` for a block that does not decode to 2 MiB, `cancelled`, those of the sink.
 */
export async function importBlocks(options: ImportBlocksOptions): Promise<DiskManifest> {
  const threads = new BlockThreads(options.threads ?? 2);
  const object = new StreamDigest();
  const blocks = options.totalBlocks ?? blockCountOf(options.virtualSizeBytes);
  return abortable(
    options.signal,
    () => write(options, packComingBlocks(options, threads), blocks, object),
    async () => {
      await Promise.all([threads.end(), object.end()]);
    },
  );
}

async function pump(options: ImportOptions, nbd: NbdClient, threads: BlockThreads, object: StreamDigest): Promise<DiskManifest> {
  const { virtualSizeBytes } = options;
  if (nbd.sizeBytes < virtualSizeBytes || nbd.sizeBytes > roundUp(virtualSizeBytes, SECTOR_BYTES)) {
    throw new AppError("corruptImage", { construct: "virtualSize", expected: virtualSizeBytes, found: nbd.sizeBytes });
  }
  const wanted = options.dataBlocks ?? (await blocksWithData(nbd, blockCountOf(virtualSizeBytes)));
  return write(options, packedBlocks(nbd, wanted, virtualSizeBytes, threads), wanted.count, object);
}

/** Writes blocks as they come packed, and notes what must be true of the file. */
async function write(
  options: WriteOptions,
  blocks: AsyncIterable<PackedBlock>,
  total: number,
  object: StreamDigest,
): Promise<DiskManifest> {
  const { virtualSizeBytes, sink, identity, onProgress } = options;
  const digesting = new DigestingSink(sink, object);
  const writer = new Zvhd2Writer(digesting, virtualSizeBytes, identity);
  const content = new ContentDigest();
  let doneBytes = 0;
  for await (const { block, packed } of blocks) {
    if (packed) {
      await writer.writeBlock(block, Buffer.from(packed.framed), packed.payloadBytes);
      content.add(block, Buffer.from(packed.digest));
    }
    doneBytes += BLOCK_BYTES;
    onProgress?.({ doneBytes, totalBytes: total * BLOCK_BYTES });
  }
  const written = await writer.finish();
  await digesting.drain();
  return { virtualSizeBytes, ...written, objectSha256: await object.finish(), ...content.finish(virtualSizeBytes) };
}

/** The last block is padded by its source; what it pads with is not of this disk. */
function packComingBlocks({ blocks, virtualSizeBytes }: ImportBlocksOptions, threads: BlockThreads): AsyncIterable<PackedBlock> {
  return mapInOrder(blocks, WINDOW, async (coming) => {
    const insideBytes = Math.min(BLOCK_BYTES, virtualSizeBytes - coming.block * BLOCK_BYTES);
    if ("payload" in coming) return takeOver(coming, insideBytes, threads);
    const content = new ArrayBuffer(BLOCK_BYTES);
    new Uint8Array(content).set(coming.content.subarray(0, insideBytes));
    return { block: coming.block, packed: (await pack(content, threads)).packed };
  });
}

/**
 * Decodes and digests a stored block; its payload is kept unless it is not what this service writes or its padding is not zeros.
 * Errors: `corruptImage` for a payload that does not decode to a block, `decompressionLimit` for one that decodes to more.
 */
async function takeOver({ block, payload, isReusable }: StoredBlock, insideBytes: number, threads: BlockThreads): Promise<PackedBlock> {
  const framed = new Uint8Array(payload).buffer; // a copy, as the record it came in is shared
  const reply = await threads.ask({ kind: "takeOver", framed, isReusable, contentBytes: BLOCK_BYTES, insideBytes, ...PACKING }, [framed]);
  if (reply.kind === "taken") return { block, packed: reply.packed };
  if (reply.kind === "failed" && reply.reason === "ERR_BUFFER_TOO_LARGE")
    throw new AppError("decompressionLimit", { construct: "zvhd2.payload", block });
  throw new AppError("corruptImage", { construct: "zvhd2.payload", block });
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
    const reply = await pack(content, threads);
    free.push(reply.content);
    return { block, packed: reply.packed };
  });
}

async function pack(content: ArrayBuffer, threads: BlockThreads) {
  const reply = await threads.ask({ kind: "compress", content, ...PACKING }, [content]);
  return reply.kind === "compressed" ? reply : unexpected(reply);
}

/** Buffers on their way through the digest's thread and into the sink at once. */
const IN_FLIGHT = 4;

/**
 * Passes every buffer through the digest's thread before the sink has it, some at once but in their order: where threads have to wait for
 * their turn on a busy machine, a pipeline that takes one buffer at a time mostly waits.
 */
class DigestingSink implements ByteSink {
  private readonly inFlight: Promise<void>[] = [];
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly sink: ByteSink,
    private readonly object: StreamDigest,
  ) {}

  async write(bytes: Buffer): Promise<void> {
    // Every buffer of the writer is alone in its memory, so the whole of it may travel.
    const memory = bytes.buffer;
    if (!(memory instanceof ArrayBuffer) || memory.byteLength !== bytes.length) throw new AppError("internal", { reason: "sharedBuffer" });
    const written = this.pass(this.object.add(memory), this.last);
    // A failure is met by who waits for it: a later write, or the end.
    written.catch(() => undefined);
    this.last = written;
    this.inFlight.push(written);
    if (this.inFlight.length >= IN_FLIGHT) await this.inFlight.shift();
  }

  /** Waits until the sink has everything. */
  async drain(): Promise<void> {
    await Promise.all(this.inFlight.splice(0));
  }

  private async pass(digested: Promise<ArrayBuffer>, before: Promise<void>): Promise<void> {
    const [memory] = await Promise.all([digested, before]);
    await this.sink.write(Buffer.from(memory));
  }
}
