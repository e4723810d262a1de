import { AppError } from "@/lib/platform/errors";
import type { DiskProgress, RandomAccess } from "../model";
import { BlockThreads, StreamDigest } from "../parallel/block-threads";
import { mapInOrder } from "../parallel/in-order";
import { PIECE_BYTES, type ReadPiece, readPiece } from "../parallel/read-piece";
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
export const READ_WINDOW = 4;
export const WINDOW = 6;

/** A part of the object: a record with its index entry, or whatever stands between records. */
export interface Piece {
  readonly offset: number;
  readonly length: number;
  readonly entry?: IndexEntry;
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
  const digested = async ({ entry, bytes, inObject, release }: DigestedRecord) => {
    const digest = await digestBlock(entry, bytes, threads);
    await inObject;
    release();
    return { block: entry.block, digest };
  };
  for await (const { block, digest } of mapInOrder(records, WINDOW, digested)) {
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

interface DigestedRecord extends ReadPiece {
  readonly entry: IndexEntry;
  /** Settles when the bytes are in the digest of the object. */
  readonly inObject: Promise<void>;
}

/** Reads the object from its first byte to its last, digests all of it in order and yields the records. */
async function* digestedRecords(source: RandomAccess, disk: Zvhd2Disk, object: StreamDigest): AsyncGenerator<DigestedRecord> {
  const read = async (piece: Piece) => ({ piece, ...(await readPiece(source, piece)) });
  for await (const { piece, bytes, release } of mapInOrder(piecesOf(source.sizeBytes, disk), READ_WINDOW, read)) {
    if (bytes.length !== piece.length) throw new AppError("truncatedImage", { offsetBytes: piece.offset });
    const inObject = object.addShared(bytes);
    if (piece.entry) {
      inObject.catch(() => undefined); // whoever digests the record meets it
      yield { entry: piece.entry, bytes, inObject, release };
    } else {
      await inObject;
      release();
    }
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

/** SHA-256 of the 2 MiB of a record in shared memory. Errors: `corruptImage`. */
export async function digestBlock(entry: IndexEntry, record: Uint8Array, threads: BlockThreads): Promise<Buffer> {
  const payload = payloadOf(Buffer.from(record.buffer, record.byteOffset, record.length), entry);
  const place = { framed: payload.buffer, start: payload.byteOffset, payloadBytes: payload.length };
  const reply = await threads.ask({ kind: "digest", contentBytes: BLOCK_BYTES, ...place }, []);
  if (reply.kind === "digested") return Buffer.from(reply.digest);
  throw new AppError("corruptImage", { construct: "zvhd2.payload", block: entry.block, reason: reply.kind });
}
