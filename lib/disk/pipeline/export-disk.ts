import { AppError } from "@/lib/platform/errors";
import type { DiskProgress, RandomAccess } from "../model";
import { StreamDigest } from "../parallel/block-threads";
import { mapInOrder } from "../parallel/in-order";
import { PIECE_BYTES, readPiece } from "../parallel/read-piece";
import { BlockCache } from "../zvhd2/block-cache";
import { zvhd2BlockDevice } from "../zvhd2/block-device";
import { BLOCK_BYTES, type Zvhd2Identity } from "../zvhd2/layout";
import { blockDigest, checkIndex, type DiskManifest } from "../zvhd2/manifest";
import { openZvhd2, type Zvhd2Disk } from "../zvhd2/reader";
import { abortable } from "./abortable";
import { BlockSet } from "./data-blocks";
import { CACHE_BYTES, serveDevice } from "./served-disk";
import { type BlockFileOptions, vhdFile } from "./vhd-file";
import { assertFits, type OwnTarget, writeDiskFile } from "./write-disk";
import { zvhdFile } from "./write-zvhd";

/** The formats a user may export to (FMT-03). */
export const EXPORT_FORMATS = ["vmdk", "vhd", "qcow2", "zvhd", "zvhd2"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
/** Those that a tool writes, here and there in a file; all others are written by our own code, from the first byte to the last. */
export type FileFormat = Exclude<ExportFormat, OwnTarget>;

export interface ExportDiskOptions<Format extends ExportFormat = ExportFormat> {
  /** The ZVHD2 object at rest; a decrypting view of it where it is encrypted. */
  readonly source: RandomAccess;
  /** What must be true of the plain object; with it no byte is handed on that is not the one that was stored. */
  readonly manifest?: DiskManifest;
  readonly format: Format;
  /** Of a qcow2: zlib, which every reader knows, unless told. */
  readonly compression?: "zlib" | "zstd";
  /** What a ZVHD file is to carry; derive it from the job, and a second run gives the same bytes. */
  readonly identity: Zvhd2Identity;
  readonly signal?: AbortSignal;
  /** In bytes of data; never falls. */
  readonly onProgress?: (progress: DiskProgress) => void;
}

/** Pieces of a plain copy that are read at once. */
const PIECES = 4;

/**
 * The bytes of a disk in a format of our own writers, from the first to the last, as a store takes them:
 *
 *     const { sizeBytes } = await storage.put(key, exportStream({ source, manifest, format, … signal }), { signal });
 *
 * ZVHD2 is a plain copy, ZVHD made by our codec on the way, VHD of the blocks as they are. Starts when the first byte is asked for; leaving the loop, an error and
 * `signal` clean up everything. It throws before it ends when any block differs from the manifest, so that what was sent is never
 * published. Safe to run again. Errors: `exportFormatNotSupported` { maxBytes } for a disk the format is too small for, `digestMismatch`, `corruptImage`, `truncatedImage`, `cancelled`, those of the source.
 */
export async function* exportStream(options: ExportDiskOptions<OwnTarget>): AsyncGenerator<Uint8Array> {
  const { source, format, signal } = options;
  const disk = await openZvhd2(source);
  assertFits(format, disk.virtualSizeBytes);
  if (signal?.aborted) throw new AppError("cancelled");
  yield* format === "zvhd2" ? copyObject(options) : streamBlocks(disk, format, options);
}

/**
 * Writes a disk to a file in VMDK (streamOptimized) or QCOW2 (compressed), made by QEMU in the sandbox from our NBD server:
 * whole and durable, or not at all. All keep the holes and round the size up to a sector. Every block is compared with the manifest
 * before the tool sees it. Errors: `storageFull`, `toolFailed`, those of `exportStream`.
 */
export async function exportFile(options: ExportDiskOptions<FileFormat>, path: string): Promise<void> {
  const { source, manifest, signal } = options;
  const disk = await openZvhd2(source);
  if (signal?.aborted) throw new AppError("cancelled");
  const served = await serveDevice(await zvhd2BlockDevice(disk, new BlockCache(CACHE_BYTES), manifest));
  try {
    await writeDiskFile(served, path, options);
  } finally {
    await served.close();
  }
}

async function* copyObject({ source, manifest, signal, onProgress }: ExportDiskOptions<OwnTarget>): AsyncGenerator<Uint8Array> {
  const offsets = Array.from({ length: Math.ceil(source.sizeBytes / PIECE_BYTES) }, (_, index) => index * PIECE_BYTES);
  const nothing = async () => undefined;
  const read = (offset: number) => {
    const length = Math.min(PIECE_BYTES, source.sizeBytes - offset);
    return abortable(signal, () => readPiece(source, { offset, length }), nothing);
  };
  const object = new StreamDigest();
  let doneBytes = 0;
  try {
    for await (const { bytes, release } of mapInOrder(offsets, PIECES, read)) {
      if (bytes.length !== Math.min(PIECE_BYTES, source.sizeBytes - doneBytes))
        throw new AppError("truncatedImage", { offsetBytes: doneBytes });
      doneBytes += bytes.length;
      await object.addShared(bytes);
      yield bytes;
      release();
      onProgress?.({ doneBytes, totalBytes: source.sizeBytes });
    }
    if (manifest && (await object.finish()) !== manifest.objectSha256) throw new AppError("digestMismatch", { construct: "object" });
  } finally {
    await object.end();
  }
}

/**
 * Straight from the file: served to a client of this process every byte would be copied four times more. No block is handed on that is not
 * the manifest's. Errors: `digestMismatch` when the index is not, `cancelled`; a read gives those of the reader.
 */
async function provenReader(disk: Zvhd2Disk, { manifest, signal }: ExportDiskOptions<OwnTarget>): Promise<BlockFileOptions["readBlock"]> {
  if (manifest) await checkIndex(disk, manifest);
  const nothing = async () => undefined;
  return async (block, into) => {
    const sha256 = await abortable(signal, () => disk.readBlockInto(block, into), nothing);
    if (manifest && sha256 && !blockDigest(manifest, disk.rankOf(block) ?? 0).equals(sha256))
      throw new AppError("digestMismatch", { construct: "zvhd2.block", block });
    into.fill(0, Math.min(BLOCK_BYTES, disk.virtualSizeBytes - block * BLOCK_BYTES));
  };
}

/** The formats that are made of blocks, in order. */
const FILES = { vhd: vhdFile, zvhd: zvhdFile } as const;

async function* streamBlocks(
  disk: Zvhd2Disk,
  format: keyof typeof FILES,
  options: ExportDiskOptions<OwnTarget>,
): AsyncGenerator<Uint8Array> {
  const { identity, onProgress } = options;
  const blocks = new BlockSet(disk.blockCount);
  for (const { block } of disk.extents()) blocks.add(block);
  const readBlock = await provenReader(disk, options);
  yield* FILES[format]({ virtualSizeBytes: disk.virtualSizeBytes, blocks, readBlock, identity, ...(onProgress && { onProgress }) });
}
