import "server-only";
import { createHash } from "node:crypto";
import { inspectDisk } from "@/lib/disk/inspect";
import { openFileAccess } from "@/lib/disk/inspect/file-access";
import type { DetectedOs, DiskFacts, DiskFormat } from "@/lib/disk/model";
import { detectOs } from "@/lib/disk/os-detect/detect-os";
import { importDisk } from "@/lib/disk/pipeline/import-disk";
import { verifyDisk } from "@/lib/disk/pipeline/verify-disk";
import { checkImage } from "@/lib/disk/qemu/check-image";
import { exportReadOnly } from "@/lib/disk/qemu/export-read-only";
import type { DiskManifest } from "@/lib/disk/zvhd2/manifest";
import type { JobRun } from "@/lib/platform/queue/job-run";
import { imageDiskKey } from "@/lib/platform/storage/paths";
import { openStored } from "@/lib/platform/storage/random-access";
import type { Storage } from "@/lib/platform/storage/storage";
import { Handover } from "./handover";

export interface MadeDisk {
  readonly facts: DiskFacts;
  readonly manifest: DiskManifest;
  readonly storageKey: string;
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
}

/** Where each stage ends. Unit: percent of the whole job. */
const PERCENT = { inspect: 3, convert: 70, verify: 90, detect: 97 } as const;

/**
 * Makes the ZVHD2 disk of an image from a stored file: looks inside by our own parser, opens the file in the sandbox, reads
 * what holds data, writes and publishes the object, reads it back and compares, recognises the operating system.
 *
 * Safe to run twice: the same job writes the same bytes under the same key, and nothing refers to the key before the job's
 * effect is committed. Errors: the refusals of the inspector, `toolFailed`, `digestMismatch`, those of the store.
 */
export async function makeDisk(run: JobRun, source: Source): Promise<MadeDisk> {
  const local = await source.storage.localPath(source.key);
  try {
    await run.stage("inspect");
    const facts = await inspect(local.path, source.declared);
    source.accept(facts);
    await checkImage({ path: local.path, format: facts.format, signal: run.signal });
    await run.stage("convert", { percent: PERCENT.inspect });
    const storageKey = imageDiskKey(source.imageId, run.job.id);
    const manifest = await convert(run, local.path, facts, source.storage, storageKey);
    await run.stage("verify", { percent: PERCENT.convert });
    await verify(run, source.storage, storageKey, manifest);
    await run.stage("detect", { percent: PERCENT.verify });
    const os = await detectOs({ path: local.path, format: facts.format, virtualSizeBytes: facts.virtualSizeBytes, signal: run.signal });
    await run.stage("register", { percent: PERCENT.detect });
    return { facts, manifest, storageKey, os };
  } finally {
    await local.release();
  }
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

async function convert(run: JobRun, path: string, facts: DiskFacts, storage: Storage, storageKey: string): Promise<DiskManifest> {
  const { format, virtualSizeBytes } = facts;
  const exported = await exportReadOnly({ path, format, virtualSizeBytes, signal: run.signal });
  const handover = new Handover();
  try {
    const stored = storage.put(storageKey, handover, { signal: run.signal });
    stored.catch((error: unknown) => handover.fail(error)); // a full store must stop the reader of the source
    const manifest = await importDisk({
      socketPath: exported.socketPath,
      virtualSizeBytes,
      sink: handover,
      identity: { uuid: createHash("sha256").update(run.job.id).digest().subarray(0, 16), createdAt: run.job.createdAt },
      signal: run.signal,
      onProgress: stageProgress(run, PERCENT.inspect, PERCENT.convert),
    });
    handover.end();
    await stored;
    return manifest;
  } catch (error) {
    handover.fail(error);
    throw error;
  } finally {
    await exported.close();
  }
}

async function verify(run: JobRun, storage: Storage, storageKey: string, manifest: DiskManifest): Promise<void> {
  const source = await openStored(storage, storageKey);
  await verifyDisk({ source, manifest, signal: run.signal, onProgress: stageProgress(run, PERCENT.convert, PERCENT.verify) });
}

function stageProgress(run: JobRun, from: number, to: number) {
  return ({ doneBytes, totalBytes }: { doneBytes: number; totalBytes: number }) => {
    run.progress({ doneBytes, totalBytes, percent: totalBytes === 0 ? to : from + ((to - from) * doneBytes) / totalBytes });
  };
}
