import "server-only";
import { verifyDisk } from "@/lib/disk/pipeline/verify-disk";
import { openDisk } from "@/lib/images/open-disk";
import { isAppError } from "@/lib/platform/errors";
import { actorOfJob, type JobRun } from "@/lib/platform/queue/job-run";
import { storageOf } from "@/lib/regions/storage-of";
import type { CopiedDisk } from "./finish-copy";

/** Where reading back begins and ends. Unit: percent of the whole job. */
const PERCENT = { from: 60, to: 97 } as const;
/**
 * Reads every copied disk back where it has arrived and compares each block with what was digested when the source was made (CPY-05).
 * A copy that differs is removed, so that another try begins anew. Errors: those of `verifyDisk`.
 */
export async function verifyCopies(run: JobRun, regionId: string, disks: readonly CopiedDisk[]): Promise<void> {
  const allBytes = disks.reduce((sum, { manifest }) => sum + manifest.blockDigests.length, 0) || 1;
  let before = 0;
  for (const { disk, targetKey, sealed, manifest } of disks) {
    const share = manifest.blockDigests.length / allBytes;
    const stored = { regionId, storageKey: targetKey, sizeBytes: disk.sizeBytes, ...(sealed ?? PLAIN) };
    try {
      await verifyDisk({
        source: await openDisk(stored, actorOfJob(run.job)),
        manifest,
        signal: run.signal,
        onProgress: ({ doneBytes, totalBytes }) => {
          const done = before + share * (totalBytes === 0 ? 1 : doneBytes / totalBytes);
          run.progress({ doneBytes, totalBytes, percent: PERCENT.from + (PERCENT.to - PERCENT.from) * done });
        },
      });
    } catch (error) {
      if (isAppError(error) && error.code !== "cancelled" && error.code !== "storageUnavailable")
        await storageOf(regionId).delete(targetKey);
      throw error;
    }
    before += share;
  }
}

const PLAIN = { keyId: null, keyVersion: null, wrappedDataKey: null, sealedFor: null };
