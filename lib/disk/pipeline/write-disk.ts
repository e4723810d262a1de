import { constants } from "node:fs";
import { mkdtemp, open, rename, rm, truncate } from "node:fs/promises";
import { dirname, join } from "node:path";
import { EarlySync } from "@/lib/platform/early-sync";
import { AppError, isAppError } from "@/lib/platform/errors";
import { type DiskProgress, GIB } from "../model";
import { CONVERTED_FILE, convertImage, type ToolTarget } from "../qemu/convert-image";
import { BLOCK_BYTES, roundUp, type Zvhd2Identity } from "../zvhd2/layout";
import type { ByteSink } from "../zvhd2/writer";
import { importDisk } from "./import-disk";
import { dataBlocksOf, SECTOR_BYTES, type ServedDisk } from "./served-disk";
import { writeVhd } from "./write-vhd";
import { writeZvhd } from "./write-zvhd";

/** The formats of FMT-03, and raw, which tools ask for. */
export const TARGET_FORMATS = ["vmdk", "vhd", "qcow2", "zvhd", "zvhd2", "raw"] as const;
export type TargetFormat = (typeof TARGET_FORMATS)[number];

export interface WriteDiskOptions {
  readonly format: TargetFormat;
  /** Of a qcow2: zlib, which every reader knows, unless told. */
  readonly compression?: "zlib" | "zstd";
  /** What a ZVHD or ZVHD2 file is to carry: the same identity and disk give the same file. */
  readonly identity: Zvhd2Identity;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DiskProgress) => void;
}

/** The formats our own code writes, from the first byte to the last. */
export const OWN_TARGETS = ["vhd", "zvhd", "zvhd2"] as const;
export type OwnTarget = (typeof OWN_TARGETS)[number];

export function isOwnTarget(format: TargetFormat): format is OwnTarget {
  return OWN_TARGETS.some((own) => own === format);
}

/** Largest disk a VHD can hold. Unit: bytes. Boundary: inclusive. Source: QEMU 7.2 block/vpc.c, VHD_MAX_SECTORS. */
export const VHD_MAX_BYTES = 2040 * GIB;

/** Why a disk of this size cannot be written in a format. Errors: `exportFormatNotSupported` with `maxBytes`. */
export function assertFits(format: TargetFormat, virtualSizeBytes: number): void {
  if (format === "vhd" && virtualSizeBytes > VHD_MAX_BYTES)
    throw new AppError("exportFormatNotSupported", { format, sizeBytes: virtualSizeBytes, maxBytes: VHD_MAX_BYTES });
}

/**
 * Writes a served disk to a file, whole or not at all: it grows in a hidden folder beside `path` and takes its place, replacing what
 * was there, when it is complete and durable. A process killed meanwhile leaves that folder, named `.ims-*`.
 * Errors: `exportFormatNotSupported` for a disk the format is too small for, `cancelled`, `storageFull`, `toolFailed`, those of the source.
 */
export async function writeDiskFile(disk: ServedDisk, path: string, options: WriteDiskOptions): Promise<void> {
  assertFits(options.format, disk.virtualSizeBytes);
  const folder = await mkdtemp(join(dirname(path), ".ims-"));
  try {
    const file = join(folder, CONVERTED_FILE);
    const early = new EarlySync(() => makeDurable(file));
    const onProgress = (progress: DiskProgress) => {
      early.wroteTo(progress.doneBytes);
      options.onProgress?.(progress);
    };
    const { format } = options;
    if (isOwnTarget(format)) await writeOwnFile(disk, file, { ...options, format, onProgress });
    else await convertFile(disk, folder, { ...options, format, onProgress });
    if (options.format === "raw") await truncate(file, disk.virtualSizeBytes);
    await early.end();
    await makeDurable(file);
    if (options.signal?.aborted) throw new AppError("cancelled");
    await rename(file, path);
    await makeDurable(dirname(path));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const OWN_WRITERS = { vhd: writeVhd, zvhd: writeZvhd, zvhd2: importDisk } as const;

/**
 * Writes a served disk in a format of our own writers to a sink, in order. Nothing but a sink is needed, so that it may be a
 * store. Errors: `cancelled`, `toolFailed`, those of the source and the sink.
 */
async function writeOwnFormat(
  disk: ServedDisk,
  sink: ByteSink,
  { format, identity, signal, onProgress }: WriteDiskOptions & { readonly format: OwnTarget },
): Promise<void> {
  const { socketPath, exportName, virtualSizeBytes, dataBlocks } = disk;
  const write = { socketPath, exportName, virtualSizeBytes, dataBlocks, sink, identity, signal, onProgress };
  await orFailureOf(disk, OWN_WRITERS[format](write));
}

/** Makes a file, or the names in a folder, durable. What a tool may have put in the place of its file is not followed. */
async function makeDurable(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  await handle.sync().finally(() => handle.close());
}

/** A tool, or the client, that could not read knows only that; the disk knows why. */
async function orFailureOf(disk: ServedDisk, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const failure = isAppError(error) && error.code === "toolFailed" ? disk.failure() : undefined;
    throw failure ?? error;
  }
}

async function writeOwnFile(disk: ServedDisk, file: string, options: WriteDiskOptions & { readonly format: OwnTarget }): Promise<void> {
  const handle = await open(file, "wx");
  try {
    await writeOwnFormat(disk, { write: (bytes) => handle.writeFile(bytes) }, options);
  } catch (error) {
    throw isNoSpace(error) ? new AppError("storageFull", {}, { cause: error }) : error;
  } finally {
    await handle.close();
  }
}

const isNoSpace = (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOSPC";

async function convertFile(
  disk: ServedDisk,
  folder: string,
  { format, compression, signal, onProgress }: WriteDiskOptions & { readonly format: ToolTarget },
): Promise<void> {
  const { socketPath, exportName, virtualSizeBytes } = disk;
  const totalBytes = await dataBytesOf(disk, signal);
  await orFailureOf(
    disk,
    convertImage({
      ...{ socketPath, exportName, folder, format, compression, signal },
      sizeBytes: roundUp(virtualSizeBytes, SECTOR_BYTES),
      onProgress: (fraction) => onProgress?.({ doneBytes: Math.round(fraction * totalBytes), totalBytes }),
    }),
  );
}

async function dataBytesOf(disk: ServedDisk, signal: AbortSignal | undefined): Promise<number> {
  return (await dataBlocksOf(disk, signal)).count * BLOCK_BYTES;
}
