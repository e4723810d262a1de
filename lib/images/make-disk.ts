import "server-only";
import { createHash } from "node:crypto";
import { inspectDisk } from "@/lib/disk/inspect";
import { openFileAccess } from "@/lib/disk/inspect/file-access";
import type { DetectedOs, DiskFacts, DiskFormat } from "@/lib/disk/model";
import { detectOsInZvhd2 } from "@/lib/disk/os-detect/detect-in-zvhd2";
import { detectOs } from "@/lib/disk/os-detect/detect-os";
import { openMappedBlocks, parseBlockMap } from "@/lib/disk/pipeline/block-map";
import { importBlocks, importDisk, type WriteOptions } from "@/lib/disk/pipeline/import-disk";
import { openOwnBlocks, openStoredBlocks } from "@/lib/disk/pipeline/own-blocks";
import { serveToReader } from "@/lib/disk/pipeline/serve-file";
import { verifyDisk } from "@/lib/disk/pipeline/verify-disk";
import { isOwnFormat } from "@/lib/disk/qemu/block-driver";
import { checkImage } from "@/lib/disk/qemu/check-image";
import { unwrapDisk, wrapperOf } from "@/lib/disk/unwrap/unwrap-disk";
import type { DiskManifest } from "@/lib/disk/zvhd2/manifest";
import type { JobRun } from "@/lib/platform/queue/job-run";
import { withScratch } from "@/lib/platform/storage/scratch";
import type { Storage } from "@/lib/platform/storage/storage";
import { type DiskPlace, type WrittenDisk, writeDisk } from "./sources/write-disk";

export interface MadeDisk {
  readonly facts: DiskFacts;
  readonly disk: WrittenDisk;
  readonly os: DetectedOs | undefined;
}

interface Source {
  readonly imageId: string;
  readonly storage: Storage;
  /** The stored file, as its owner uploaded it. */
  readonly key: string;
  /** Format its owner names, where the API asks for one. */
  readonly declared?: DiskFormat;
  /** Refuses a disk by its facts before any tool opens it. */
  readonly accept: (facts: DiskFacts) => void;
  /** The key of an encrypted image. */
  readonly keyId?: string | null;
  /** Text of the map that says where a RAW file holds data (quick import). */
  readonly blockMap?: string;
}

/** Where each stage ends. Unit: percent of the whole job. Most files need no unwrapping. */
const PERCENT = { inspect: 3, unwrap: 20, convert: 70, verify: 90, detect: 97 } as const;

/**
 * Makes the ZVHD2 disk of an image from a stored file: takes it out of what it is wrapped in, looks inside by our own parser, opens
 * the file in the sandbox, reads what holds data, writes and publishes the object, reads it back and compares, recognises the
 * operating system.
 *
 * Safe to run twice: see `writeDisk` for the names of what it stores; nothing refers to the key before the job's
 * effect is committed. Errors: the refusals of the inspector, `toolFailed`, `digestMismatch`, those of the store.
 */
export async function makeDisk(run: JobRun, source: Source): Promise<MadeDisk> {
  const local = await source.storage.localPath(source.key);
  try {
    return await withScratch(async (folder) => {
      const { path, wrapper } = await unwrap(run, local.path, folder);
      return await makeOf(run, source, { path, startPercent: wrapper === undefined ? PERCENT.inspect : PERCENT.unwrap });
    });
  } finally {
    await local.release();
  }
}

async function unwrap(run: JobRun, path: string, folder: string) {
  const wrapper = await wrapperOf(path);
  if (wrapper === undefined) return { path, wrapper };
  await run.stage("unwrap");
  return await unwrapDisk(path, { folder, signal: run.signal, onProgress: stageProgress(run, 0, PERCENT.unwrap) });
}

/** A file on its way; `startPercent`: how far the job is when it has been looked into. */
interface UnwrappedFile {
  readonly path: string;
  readonly startPercent: number;
  readonly blockMap?: string | undefined;
}

async function makeOf(run: JobRun, source: Source, file: UnwrappedFile): Promise<MadeDisk> {
  await run.stage("inspect");
  const facts = await inspect(file.path, source.declared);
  source.accept(facts);
  await checkImage({ path: file.path, format: facts.format, signal: run.signal });
  await run.stage("convert", { percent: file.startPercent });
  const disk = await convert(run, { ...file, blockMap: source.blockMap }, facts, { ...source, keyId: source.keyId ?? null });
  await run.stage("verify", { percent: PERCENT.convert });
  await verify(run, disk);
  await run.stage("detect", { percent: PERCENT.verify });
  const os = await detect(run, file.path, facts, disk);
  await run.stage("register", { percent: PERCENT.detect });
  return { facts, os, disk };
}

/** Looks inside a local file without any tool. */
export async function inspect(path: string, declared: DiskFormat | undefined): Promise<DiskFacts> {
  const file = await openFileAccess(path);
  try {
    return await inspectDisk(file, { declared });
  } finally {
    await file.close();
  }
}

function convert(run: JobRun, { path, startPercent, blockMap }: UnwrappedFile, facts: DiskFacts, place: DiskPlace): Promise<WrittenDisk> {
  return writeDisk(run, place, (sink) =>
    importFile({ path, blockMap }, facts, {
      virtualSizeBytes: facts.virtualSizeBytes,
      sink,
      identity: { uuid: createHash("sha256").update(run.job.id).digest().subarray(0, 16), createdAt: run.job.createdAt },
      signal: run.signal,
      onProgress: stageProgress(run, startPercent, PERCENT.convert),
    }),
  );
}

/** The service's own formats, and RAW with a map, are read here; all others by a tool in the sandbox. */
async function importFile(
  { path, blockMap }: { readonly path: string; readonly blockMap?: string | undefined },
  { format, virtualSizeBytes }: DiskFacts,
  options: WriteOptions,
): Promise<DiskManifest> {
  const mapped = format === "raw" && blockMap !== undefined;
  if (mapped || isOwnFormat(format)) {
    const file = await openFileAccess(path);
    try {
      const own =
        format === "zvhd2"
          ? await openStoredBlocks(file)
          : format === "zvhd"
            ? await openOwnBlocks(file, format)
            : openMappedBlocks(file, parseBlockMap(blockMap ?? "", file.sizeBytes));
      const { totalBlocks, blocks } = own;
      return await importBlocks({ ...options, totalBlocks, blocks: blocks() });
    } finally {
      await file.close();
    }
  }
  const { socketPath, exportName, dataBlocks, close } = await serveToReader({ path, format, virtualSizeBytes, signal: options.signal });
  try {
    return await importDisk({ ...options, socketPath, exportName, dataBlocks });
  } finally {
    await close();
  }
}

async function detect(run: JobRun, path: string, facts: DiskFacts, made: WrittenDisk): Promise<DetectedOs | undefined> {
  if (!isOwnFormat(facts.format))
    return detectOs({ path, format: facts.format, virtualSizeBytes: facts.virtualSizeBytes, signal: run.signal });
  return detectOsInZvhd2(await made.open(), run.signal);
}

async function verify(run: JobRun, { manifest, open }: WrittenDisk): Promise<void> {
  const onProgress = stageProgress(run, PERCENT.convert, PERCENT.verify);
  await verifyDisk({ source: await open(), manifest, signal: run.signal, onProgress });
}

function stageProgress(run: JobRun, from: number, to: number) {
  return ({ doneBytes, totalBytes }: { doneBytes: number; totalBytes: number }) => {
    run.progress({ doneBytes, totalBytes, percent: totalBytes === 0 ? to : from + ((to - from) * doneBytes) / totalBytes });
  };
}
