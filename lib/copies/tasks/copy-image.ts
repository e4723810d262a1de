import "server-only";
import { readThrough } from "@/lib/disk/crypt/open-sealed";
import { seal } from "@/lib/disk/crypt/seal";
import { openDisk } from "@/lib/images/open-disk";
import { type WrappedDataKey, wrapDataKey } from "@/lib/keys/wrap-data-key";
import { AppError } from "@/lib/platform/errors";
import { actorOfJob, type JobRun } from "@/lib/platform/queue/job-run";
import type { Task } from "@/lib/platform/queue/work";
import { createDigests, digested } from "@/lib/platform/storage/digest-stream";
import { storageOf } from "@/lib/regions/storage-of";
import { type CopiedDisk, failCopy, finishCopy, type Sealed } from "../finish-copy";
import { type DiskToCopy, idsOf, openCopy } from "../open-copy";
import { removeCopy } from "../remove-copy";
import { copyPayload } from "../schemas";
import { verifyCopies } from "../verify-copies";

/** Where copying ends. Unit: percent of the whole job. */
const COPIED_PERCENT = 60;

/**
 * Makes a copy of an image in its region: plain disks by the store itself, others opened and sealed on the way. Safe to run twice: the
 * job names the keys, a second run writes them again, and nothing refers to them before the job's effect is committed.
 */
export const copyImage: Task = {
  async run(run) {
    await run.stage("prepare");
    const { keyId } = copyPayload.parse(run.job.payload);
    const copy = await openCopy(run);
    await run.stage("copy", { totalBytes: copy.totalBytes });
    const copied: CopiedDisk[] = [];
    let doneBytes = 0;
    const onBytes = (bytes: number) => {
      doneBytes += bytes;
      run.progress({ doneBytes, totalBytes: copy.totalBytes, percent: (COPIED_PERCENT * doneBytes) / (copy.totalBytes || 1) });
    };
    for (const disk of copy.disks) copied.push({ ...disk, ...(await copyDisk(run, disk, { keyId, imageId: copy.resultId, onBytes })) });
    await run.stage("verify", { percent: COPIED_PERCENT });
    await verifyCopies(run, run.job.regionId, copied);
    await run.stage("register", { percent: 97 });
    await finishCopy(run, copy, run.job.regionId, copied);
  },

  ended: failCopy,

  cleanUp: (job) => removeCopy(job.regionId, idsOf(job).resultId),
};

interface Target {
  readonly keyId: string | null;
  readonly imageId: string;
  readonly onBytes: (bytes: number) => void;
}

async function copyDisk(run: JobRun, { disk, targetKey }: DiskToCopy, { keyId, imageId, onBytes }: Target): Promise<{ sealed?: Sealed }> {
  const storage = storageOf(disk.regionId);
  if (disk.keyId === null && keyId === null) {
    await storage.copy(disk.storageKey, targetKey);
    onBytes(Number(disk.sizeBytes));
    return {};
  }
  const by = actorOfJob(run.job);
  const { signal } = run;
  const plain = counted(readThrough(await openDisk(disk, by)), onBytes, signal);
  if (keyId === null) {
    await storage.put(targetKey, plain, { signal });
    return {};
  }
  const made: { dataKey: Buffer; wrapped: WrappedDataKey }[] = [];
  await run.apply(async (tx) => void made.push(await wrapDataKey(tx, { keyId, sealedFor: imageId, by })));
  const [fresh] = made;
  if (fresh === undefined) throw new AppError("internal", { reason: "dataKey" });
  const digests = createDigests(["sha256"]);
  try {
    await storage.put(targetKey, digested(seal(plain, { dataKey: fresh.dataKey, boundTo: imageId }), digests), { signal });
    return { sealed: { ...fresh.wrapped, sealedSha256: (await digests.digest()).sha256 } };
  } finally {
    digests.close();
  }
}

async function* counted(source: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void, signal: AbortSignal) {
  for await (const chunk of source) {
    if (signal.aborted) throw new AppError("cancelled");
    yield chunk;
    onBytes(chunk.length);
  }
}
