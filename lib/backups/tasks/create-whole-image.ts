import "server-only";
import { z } from "zod";
import { GIB } from "@/lib/disk/model";
import { importBlocks } from "@/lib/disk/pipeline/import-disk";
import { moveImage } from "@/lib/images/move-image";
import { beginSaving } from "@/lib/images/sources/begin-saving";
import { endMaking } from "@/lib/images/sources/end-making";
import { insertDisk } from "@/lib/images/sources/insert-disk";
import { knownSystem } from "@/lib/images/sources/known-system";
import { storeDisk, systemOn } from "@/lib/images/sources/store-disk";
import { removeDiskOf, type WrittenDisk } from "@/lib/images/sources/write-disk";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { JobRun } from "@/lib/platform/queue/job-run";
import type { Task } from "@/lib/platform/queue/work";
import { storageOf } from "@/lib/regions/storage-of";
import { BackupDiskReader } from "../backup-disk-reader";
import { cleanUpBackup, commitBackup, failBackup, takeBackup } from "../content/take-backup";

const payloadSchema = z.object({ imageId: z.uuid(), backupId: z.uuid() });

/** Where a backup that is made on the way ends. Unit: percent. */
const BACKED_UP = 40;

/**
 * Makes a full-server image of a backup; made from a server, it takes that backup first (AMB-24), which stays when the rest fails.
 * Safe to run twice: a backup that is there already is used, disks are stored under the job's name.
 */
export const createWholeImage: Task = {
  async run(run) {
    const { imageId, backupId } = payloadSchema.parse(run.job.payload);
    await run.apply((tx) => beginSaving(tx, imageId));
    const { status } = await db().backup.findUniqueOrThrow({ where: { id: backupId }, select: { status: true } });
    const from = status === "creating" ? BACKED_UP : 2;
    if (status === "creating") {
      const taken = await takeBackup(run, backupId, BACKED_UP);
      await run.apply((tx) => commitBackup(tx, run.job, taken));
    }
    const disks = await storeDisks(run, { imageId, backupId, from });
    const [system] = disks;
    if (system === undefined) throw new AppError("backupNotAvailable", { status });
    await run.stage("detect", { percent: 90 });
    const os = await systemOn(run, system.disk);
    await run.stage("register", { percent: 97 });
    await run.succeed(async (tx) => {
      const [diskId, ...dataDiskIds] = await Promise.all(disks.map(({ disk }) => insertDisk(tx, run.job.regionId, disk)));
      const dataDisks = dataDiskIds.map((id, index) => ({
        imageId,
        position: index + 1,
        diskId: id,
        sizeGb: disks[index + 1]?.sizeGb ?? 1,
      }));
      await tx.imageDataDisk.createMany({ data: dataDisks });
      const data = { ...knownSystem(os), diskId, virtualSizeBytes: BigInt(system.sizeGb * GIB) };
      await moveImage(tx, { id: imageId, status: "saving" }, { to: "active", data });
    });
  },

  async ended(tx, job, error) {
    const { imageId, backupId } = payloadSchema.parse(job.payload);
    await endMaking(tx, imageId, error);
    await failBackup(tx, job, backupId, error);
  },

  cleanUp: async (job) => {
    await removeDiskOf(job);
    await cleanUpBackup(job, payloadSchema.parse(job.payload).backupId);
  },
};

async function storeDisks(run: JobRun, { imageId, backupId, from }: { imageId: string; backupId: string; from: number }) {
  const { keyId } = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { keyId: true } });
  const rows = await db().backupDisk.findMany({ where: { backupId }, orderBy: { position: "asc" } });
  const stored: { readonly sizeGb: number; readonly disk: WrittenDisk }[] = [];
  const share = (90 - from) / Math.max(1, rows.length);
  for (const row of rows) {
    const reader = new BackupDiskReader(row);
    const place = { imageId, storage: storageOf(run.job.regionId), keyId, position: row.position };
    const options = { virtualSizeBytes: reader.sizeBytes, from: from + share * row.position, to: from + share * (row.position + 1) };
    const disk = await storeDisk(run, place, options, (write) =>
      importBlocks({ ...write, totalBlocks: reader.storedBlocks, blocks: reader.blocks() }),
    );
    stored.push({ sizeGb: row.sizeGb, disk });
  }
  return stored;
}
