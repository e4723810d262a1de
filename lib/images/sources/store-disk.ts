import "server-only";
import { createHash } from "node:crypto";
import type { DetectedOs } from "@/lib/disk/model";
import { detectOsInZvhd2 } from "@/lib/disk/os-detect/detect-in-zvhd2";
import type { WriteOptions } from "@/lib/disk/pipeline/import-disk";
import { verifyDisk } from "@/lib/disk/pipeline/verify-disk";
import type { DiskManifest } from "@/lib/disk/zvhd2/manifest";
import type { JobRun } from "@/lib/platform/queue/job-run";
import { type DiskPlace, type WrittenDisk, writeDisk } from "./write-disk";

interface StoreOptions {
  readonly virtualSizeBytes: number;
  /** Where of the whole job this disk begins and ends. Unit: percent. */
  readonly from: number;
  readonly to: number;
}

/** Part of the time of a disk that writing it takes; reading it back is the rest. */
const WRITING = 0.75;

/**
 * Stores a disk for an image and reads it back: what is compared are digests of the bytes as they were read from the source.
 * Enters the stages `convert` and `verify`. Safe to run twice, see `writeDisk`. Errors: those of `produce`, `digestMismatch`, those of the store.
 */
export async function storeDisk(
  run: JobRun,
  place: DiskPlace,
  ...[options, produce]: [options: StoreOptions, produce: (write: WriteOptions) => Promise<DiskManifest>]
): Promise<WrittenDisk> {
  const { virtualSizeBytes, from, to } = options;
  const middle = from + (to - from) * WRITING;
  await run.stage("convert", { percent: from });
  const identity = {
    uuid: createHash("sha256")
      .update(`${run.job.id}:${place.position ?? 0}`)
      .digest()
      .subarray(0, 16),
    createdAt: run.job.createdAt,
  };
  const disk = await writeDisk(run, place, (sink) =>
    produce({ virtualSizeBytes, sink, identity, signal: run.signal, onProgress: share(run, from, middle) }),
  );
  await run.stage("verify", { percent: middle });
  await verifyDisk({ source: await disk.open(), manifest: disk.manifest, signal: run.signal, onProgress: share(run, middle, to) });
  return disk;
}

/** Recognises the system on a disk that was stored; undefined when it holds none. */
export async function systemOn(run: JobRun, disk: WrittenDisk): Promise<DetectedOs | undefined> {
  return detectOsInZvhd2(await disk.open(), run.signal);
}

function share(run: JobRun, from: number, to: number) {
  return ({ doneBytes, totalBytes }: { doneBytes: number; totalBytes: number }) => {
    run.progress({ doneBytes, totalBytes, percent: totalBytes === 0 ? to : from + ((to - from) * doneBytes) / totalBytes });
  };
}
