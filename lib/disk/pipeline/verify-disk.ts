import { AppError } from "@/lib/platform/errors";
import { type DiskProgress, MIB, type RandomAccess } from "../model";
import { BlockThreads, StreamDigest } from "../parallel/block-threads";
import { mapInOrder } from "../parallel/in-order";
import { BLOCK_BYTES, type IndexEntry } from "../zvhd2/layout";
import { blockDigest, ContentDigest, type DiskManifest } from "../zvhd2/manifest";
import { openZvhd2, payloadOf, type Zvhd2Disk } from "../zvhd2/reader";
import { abortable } from "./abortable";

export interface VerifyOptions {
  /** The object as it was stored. */
  readonly source: RandomAccess;
  readonly manifest: DiskManifest;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DiskProgress) => void;
  /** Threads that decompress. */
  readonly threads?: number;
}

/** Pieces being read, and records being decompressed, at once. */
const READ_WINDOW = 4;
const WINDOW = 6;
/** Most bytes read at once where no record stands. */
const PIECE_BYTES = 4 * MIB;

/** A part of the object: a record with its index entry, or whatever stands between records. */
export interface Piece {
  readonly offset: number;
  readonly length: number;
  readonly entry?: IndexEntry;
}

/** The bytes of a record, alone in their memory. */
interface StoredRecord {
  readonly entry: IndexEntry;
  readonly framed: ArrayBuffer;
}

/**
 * Proves that a stored object holds the disk it was made from. Every byte is read back once, in order; every record is
 * decompressed and its 2 MiB digested anew. The manifest's block digests were taken from the source's bytes before compression,
 * so an equal digest compares what is stored with what was read from the source, and the source need not be read again.
 * Errors: `digestMismatch` for any difference, `truncatedImage`, `corruptImage` or `decompressionLimit` for a file that is no
 * valid ZVHD2, `cancelled`, those of the store.
 */
export async function verifyDisk(options: VerifyOptions): Promise<void> {
  const disk = await openZvhd2(options.source);
  checkSizes(disk, options.source, options.manifest);
  const threads = new BlockThreads(options.threads ?? 2);
  const object = new StreamDigest();
  await abortable(
    options.signal,
    () => compare(options, disk, threads, object),
    async () => {
      await Promise.all([threads.end(), object.end()]);
    },
  );
}

export function checkSizes(disk: Zvhd2Disk, source: RandomAccess, manifest: DiskManifest): void {
  const isSame =
    disk.virtualSizeBytes === manifest.virtualSizeBytes &&
    disk.storedBlocks === manifest.storedBlocks &&
    source.sizeBytes === manifest.objectSizeBytes;
  if (!isSame) throw new AppError("digestMismatch", { construct: "zvhd2.sizes" });
}

async function compare({ source, manifest, onProgress }: VerifyOptions, disk: Zvhd2Disk, threads: BlockThreads, object: StreamDigest) {
  const content = new ContentDigest();
  let rank = 0;
  const records = digestedRecords(source, disk, object);
  for await (const { block, digest } of mapInOrder(records, WINDOW, (record) => digestBlock(record, threads))) {
    if (!digest.equals(blockDigest(manifest, rank))) throw new AppError("digestMismatch", { construct: "zvhd2.block", block });
    content.add(block, digest);
    rank++;
    onProgress?.({ doneBytes: rank * BLOCK_BYTES, totalBytes: disk.storedBlocks * BLOCK_BYTES });
  }
  if ((await object.finish()) !== manifest.objectSha256) throw new AppError("digestMismatch", { construct: "object" });
  const { contentDigest, blockDigests } = content.finish(disk.virtualSizeBytes);
  if (contentDigest !== manifest.contentDigest || blockDigests.length !== manifest.blockDigests.length) {
    throw new AppError("digestMismatch", { construct: "content" });
  }
}

/** Reads the object from its first byte to its last, digests all of it in order and yields the records. */
async function* digestedRecords(source: RandomAccess, disk: Zvhd2Disk, object: StreamDigest): AsyncGenerator<StoredRecord> {
  const read = async (piece: Piece) => ({ piece, bytes: await source.read(piece.offset, piece.length) });
  for await (const { piece, bytes } of mapInOrder(piecesOf(source.sizeBytes, disk), READ_WINDOW, read)) {
    if (bytes.length !== piece.length) throw new AppError("truncatedImage", { offsetBytes: piece.offset });
    // A copy, as the store may keep the buffer it gave.
    const framed = await object.add(new Uint8Array(bytes).buffer);
    if (piece.entry) yield { entry: piece.entry, framed };
  }
}

export function* piecesOf(sizeBytes: number, disk: Zvhd2Disk): Iterable<Piece> {
  let position = 0;
  for (const entry of disk.extents()) {
    yield* between(position, entry.offset);
    yield { offset: entry.offset, length: entry.length, entry };
    position = entry.offset + entry.length;
  }
  yield* between(position, sizeBytes);
}

function* between(start: number, end: number): Iterable<Piece> {
  for (let offset = start; offset < end; offset += PIECE_BYTES) yield { offset, length: Math.min(PIECE_BYTES, end - offset) };
}

export async function digestBlock({ entry, framed }: StoredRecord, threads: BlockThreads) {
  const payload = payloadOf(Buffer.from(framed), entry);
  const place = { start: payload.byteOffset, payloadBytes: payload.length, contentBytes: BLOCK_BYTES };
  const reply = await threads.ask({ kind: "digest", framed, ...place }, [framed]);
  if (reply.kind === "digested") return { block: entry.block, digest: Buffer.from(reply.digest) };
  throw new AppError("corruptImage", { construct: "zvhd2.payload", block: entry.block, reason: reply.kind });
}
