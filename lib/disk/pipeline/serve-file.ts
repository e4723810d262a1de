import { join } from "node:path";
import { AppError } from "@/lib/platform/errors";
import { openFileAccess } from "../inspect/file-access";
import type { DiskFacts, RandomAccess } from "../model";
import { openNbd } from "../nbd/client";
import { type ExportOptions, exportReadOnly } from "../qemu/export-read-only";
import { SparseFile } from "../unwrap/sparse-file";
import { openZvhd } from "../zvhd/reader";
import { BlockCache } from "../zvhd2/block-cache";
import { zvhd2BlockDevice } from "../zvhd2/block-device";
import { BLOCK_BYTES } from "../zvhd2/layout";
import { openZvhd2 } from "../zvhd2/reader";
import type { BlockSet } from "./data-blocks";
import { hasMap, hidesHoles, MappedDevice, mapOf } from "./mapped-device";
import { CACHE_BYTES, type ServedDisk, serveDevice } from "./served-disk";

export interface ServeFileOptions {
  readonly path: string;
  /** Proven by header inspection. */
  readonly facts: DiskFacts;
  /** A folder with room for the data of a ZVHD file, which cannot be read at random; whoever made it removes it. */
  readonly folder: string;
  readonly signal?: AbortSignal;
}

/**
 * Serves the disk in a file of any of the eleven formats over NBD, holes and all, which makes one path of all conversions: ZVHD2 by our own
 * server, ZVHD unpacked to a sparse file, all others by QEMU in the sandbox. Ready when it answers. Ends with `close()` or `signal`.
 * Errors: those of the readers and the sandbox, `corruptImage`, `truncatedImage`, `storageFull`, `cancelled`.
 */
export async function serveFile({ path, facts, folder, signal }: ServeFileOptions): Promise<ServedDisk> {
  const { format, virtualSizeBytes } = facts;
  switch (format) {
    case "zvhd2":
      return serveZvhd2(path);
    case "zvhd":
      return serveByTool({ path: await unpackZvhd(path, join(folder, "unpacked.raw"), signal), format: "raw", virtualSizeBytes, signal });
    default:
      return serveForeign({ path, format, virtualSizeBytes, signal });
  }
}

/**
 * All but the service's own formats, straight from the tool, for a reader that takes the holes from `dataBlocks` and asks the server for
 * none: of some formats the tool knows none. Needs no folder.
 */
export async function serveToReader({ format, ...options }: ExportOptions): Promise<ServedDisk> {
  if (!hasMap(format)) return serveByTool({ format, ...options });
  const dataBlocks = await withFile(options.path, (file) => mapOf(file, format, options.virtualSizeBytes));
  return { ...(await serveByTool({ format, ...options })), dataBlocks };
}

/** The same for readers that ask the server for the holes, as tools do. */
async function serveForeign(options: ExportOptions): Promise<ServedDisk> {
  const served = await serveToReader(options);
  const { dataBlocks } = served;
  if (dataBlocks === undefined || !hidesHoles(options.format)) return served;
  return { ...(await serveMapped(served, dataBlocks, options.signal)), dataBlocks };
}

async function serveByTool(options: ExportOptions): Promise<ServedDisk> {
  const { socketPath, close } = await exportReadOnly(options);
  return { socketPath, exportName: "", virtualSizeBytes: options.virtualSizeBytes, failure: () => undefined, close };
}

async function serveZvhd2(path: string): Promise<ServedDisk> {
  const file = await openFileAccess(path);
  return closing(
    async () => serveDevice(await zvhd2BlockDevice(await openZvhd2(file), new BlockCache(CACHE_BYTES))),
    () => file.close(),
  );
}

/** Puts a server of ours that knows the holes before a tool that does not. */
async function serveMapped(served: ServedDisk, map: BlockSet, signal: AbortSignal | undefined): Promise<ServedDisk> {
  return closing(
    async () => {
      const nbd = await openNbd(served.socketPath, served.exportName, signal);
      return closing(
        () => serveDevice(new MappedDevice(nbd, map, served.virtualSizeBytes)),
        async () => nbd.close(),
      );
    },
    () => served.close(),
  );
}

/** Ties what a served disk stands on to its end, or to its failure to begin. */
async function closing(serve: () => Promise<ServedDisk>, release: () => Promise<void>): Promise<ServedDisk> {
  try {
    const served = await serve();
    const close = async () => {
      await served.close();
      await release();
    };
    return { ...served, close };
  } catch (error) {
    await release();
    throw error;
  }
}

async function withFile<Result>(path: string, work: (file: RandomAccess) => Promise<Result>): Promise<Result> {
  const file = await openFileAccess(path);
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

/** Writes the disk of a ZVHD file to a sparse raw file, whose path it answers. */
async function unpackZvhd(path: string, target: string, signal: AbortSignal | undefined): Promise<string> {
  const raw = await SparseFile.create(target);
  try {
    await withFile(path, async (source) => {
      const zvhd = await openZvhd(source);
      for await (const { block, content } of zvhd.blocks()) {
        if (signal?.aborted) throw new AppError("cancelled");
        raw.skip(block * BLOCK_BYTES - raw.sizeBytes);
        await raw.append(content.subarray(0, zvhd.virtualSizeBytes - raw.sizeBytes));
      }
      raw.skip(zvhd.virtualSizeBytes - raw.sizeBytes);
    });
    await raw.finish();
    return target;
  } finally {
    await raw.abandon();
  }
}
