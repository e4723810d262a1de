import "server-only";
import { removeStored } from "@/lib/backups/content/remove-stored";
import { type ArrivedDisk, storeBackupCopy } from "@/lib/backups/content/store-backup-copy";
import type { BackupToCopy } from "@/lib/backups/insert-backup-copy";
import { agencyAllows } from "@/lib/iam/agency-allows";
import { db } from "@/lib/platform/db/client";
import { trySessionLock } from "@/lib/platform/db/session-lock";
import { AppError } from "@/lib/platform/errors";
import type { JobRow, JobRun } from "@/lib/platform/queue/job-run";
import type { Task } from "@/lib/platform/queue/work";
import { copyStageId } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { ARRIVAL_PERMISSION } from "../find-target";
import { failCopy, finishCopy } from "../finish-copy";
import { idsOf, type OpenedCopy, openCopy } from "../open-copy";
import { removeCopy } from "../remove-copy";
import { copyPayload } from "../schemas";
import { type ArrivedObject, sendDisk } from "../send-disk";

/** Where sending ends, and what is done when a backup follows. Unit: percent of the whole job. */
const PERCENT = { sent: 85, verifiedWithBackup: 90, register: 97 } as const;

/**
 * Makes a copy of an image in another region. What has arrived there is durable piece by piece, so a run after a crash, and another
 * try after a failure, send only what is missing; all of it is read back there before it is published (CPY-04), and the backup of a
 * full-server image is put beside it (CPY-14).
 */
export const copyImageAcross: Task = {
  async run(run) {
    await run.stage("prepare");
    const regionId = await targetOf(run.job);
    const copy = await openCopy(run);
    await transfer(run, copy, regionId);
    const { backup } = copyPayload.parse(run.job.payload);
    const stored = backup === undefined ? undefined : await placeBackup(run, backup, { regionId, disks: copy.disks });
    await run.stage("register", { percent: PERCENT.register });
    await finishCopy(run, copy, regionId, copy.disks, stored);
  },

  ended: failCopy,

  /** What has been sent stays for another try, until it is old; what was cancelled nobody wants any more. */
  async cleanUp(job) {
    const { targetRegionId, backup } = copyPayload.parse(job.payload);
    if (targetRegionId === undefined) return;
    const { resultId } = idsOf(job);
    if (backup !== undefined) await removeStored({ id: backup.id, regionId: targetRegionId });
    await removeCopy(targetRegionId, resultId);
    if (job.cancelRequestedAt !== null || (await wasCancelled(job))) await discardStages(targetRegionId, resultId);
  },
};

async function placeBackup(run: JobRun, backup: BackupToCopy, place: { regionId: string; disks: readonly ArrivedDisk[] }) {
  await run.stage("backUp", { percent: PERCENT.verifiedWithBackup });
  return storeBackupCopy(run, backup, { ...place, from: PERCENT.verifiedWithBackup, to: PERCENT.register });
}

/** The region a copy goes to. Errors: `projectNotAuthorised` when the agency has been taken away meanwhile. */
async function targetOf(job: JobRow): Promise<string> {
  const { targetRegionId, targetProjectId, agencyId } = copyPayload.parse(job.payload);
  const agency = await db().agency.findFirst({ where: { id: agencyId, accountId: job.accountId } });
  if (
    targetRegionId === undefined ||
    targetProjectId === undefined ||
    agency === null ||
    !agencyAllows(agency, ARRIVAL_PERMISSION, targetProjectId)
  )
    throw new AppError("projectNotAuthorised", { region: targetRegionId ?? "", agency: agencyId ?? "" });
  return targetRegionId;
}

/** Sends all disks, then publishes them. One process at a time appends to what arrives; a killed one frees its lock at once. */
async function transfer(run: JobRun, copy: OpenedCopy, regionId: string): Promise<void> {
  const lock = await trySessionLock(`copy-${copy.resultId}`);
  if (lock === undefined) throw new AppError("storageUnavailable", { reason: "busy" });
  const arrived: ArrivedObject[] = [];
  try {
    await run.stage("transfer", { totalBytes: copy.totalBytes });
    await sendDisks(run, copy, { regionId, lost: lock.lost, onArrived: (object) => arrived.push(object) });
    await run.stage("verify", { percent: PERCENT.sent });
    for (const object of arrived) await object.publish();
  } finally {
    for (const object of arrived) await object.close();
    await lock.release();
  }
}

interface Sending {
  readonly regionId: string;
  readonly lost: AbortSignal;
  readonly onArrived: (object: ArrivedObject) => void;
}

async function sendDisks(run: JobRun, copy: OpenedCopy, { regionId, lost, onArrived }: Sending): Promise<void> {
  let before = 0;
  for (const { disk, targetKey, position, manifest } of copy.disks) {
    const sizeBytes = Number(disk.sizeBytes);
    const object = await sendDisk({
      ...{ from: storageOf(disk.regionId), to: storageOf(regionId), fromKey: disk.storageKey, toKey: targetKey },
      ...{ stageId: copyStageId(copy.resultId, position), sizeBytes, sha256: manifest.objectSha256 },
      signal: AbortSignal.any([run.signal, lost]),
      onBytes: (bytes) => {
        const doneBytes = before + bytes;
        run.progress({ doneBytes, totalBytes: copy.totalBytes, percent: (PERCENT.sent * doneBytes) / (copy.totalBytes || 1) });
      },
    });
    onArrived(object);
    before += sizeBytes;
  }
}

async function wasCancelled({ id }: JobRow): Promise<boolean> {
  return (await db().job.count({ where: { id, status: "cancelled" } })) > 0;
}

async function discardStages(regionId: string, imageId: string): Promise<void> {
  const disks = await db().job.findFirst({
    where: { resultImageId: imageId },
    select: { image: { select: { dataDisks: { select: { position: true } } } } },
  });
  const positions = [0, ...(disks?.image?.dataDisks ?? []).map(({ position }) => position)];
  for (const position of positions) await (await storageOf(regionId).stage(copyStageId(imageId, position))).discard();
}
