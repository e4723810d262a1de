import "server-only";
import type { DiskProgress } from "@/lib/disk/model";
import { verifyDisk } from "@/lib/disk/pipeline/verify-disk";
import { openDisk } from "@/lib/images/open-disk";
import { AppError, isAppError } from "@/lib/platform/errors";
import { actorOfJob, type JobRun } from "@/lib/platform/queue/job-run";
import { digestObject } from "@/lib/platform/storage/digest-object";
import { storageOf } from "@/lib/regions/storage-of";
import type { CopiedDisk } from "./finish-copy";

/** Where reading back begins and ends. Unit: percent of the whole job. */
const PERCENT = { from: 60, to: 97 } as const;
/**
 * Reads every copied disk back where it has arrived (CPY-05): a plain one is compared by the digest of its object, since the source was
 * proven block by block when it was made; a sealed one is opened and each block compared. A copy that differs is removed, so that another
 * try begins anew. Errors: `digestMismatch`, those of `verifyDisk`.
 */
export async function verifyCopies(run: JobRun, regionId: string, disks: readonly CopiedDisk[]): Promise<void> {
  const allBytes = disks.reduce((sum, { manifest }) => sum + manifest.blockDigests.length, 0) || 1;
  let before = 0;
  for (const copied of disks) {
    const share = copied.manifest.blockDigests.length / allBytes;
    const onProgress = ({ doneBytes, totalBytes }: DiskProgress) => {
      const done = before + share * (totalBytes === 0 ? 1 : doneBytes / totalBytes);
      run.progress({ doneBytes, totalBytes, percent: PERCENT.from + (PERCENT.to - PERCENT.from) * done });
    };
    try {
      await readBack(run, regionId, copied, onProgress);
    } catch (error) {
      if (isAppError(error) && error.code !== "cancelled" && error.code !== "storageUnavailable")
        await storageOf(regionId).delete(copied.targetKey);
      throw error;
    }
    before += share;
  }
}

async function readBack(
  run: JobRun,
  regionId: string,
  { disk, targetKey, sealed, manifest }: CopiedDisk,
  onProgress: (progress: DiskProgress) => void,
): Promise<void> {
  const { signal } = run;
  if (sealed === undefined) {
    const sha256 = await digestObject(await storageOf(regionId).open(targetKey), { signal, onProgress });
    if (sha256 !== manifest.objectSha256) throw new AppError("digestMismatch", { construct: "object" });
    return;
  }
  const stored = { regionId, storageKey: targetKey, sizeBytes: disk.sizeBytes, ...sealed };
  await verifyDisk({ source: await openDisk(stored, actorOfJob(run.job)), manifest, signal, onProgress });
}
