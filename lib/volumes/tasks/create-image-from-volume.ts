import "server-only";
import { z } from "zod";
import { GIB } from "@/lib/disk/model";
import { openNbd } from "@/lib/disk/nbd/client";
import { blocksWithData } from "@/lib/disk/pipeline/data-blocks";
import { importDisk } from "@/lib/disk/pipeline/import-disk";
import { BLOCK_BYTES, blockCountOf } from "@/lib/disk/zvhd2/layout";
import { moveImage } from "@/lib/images/move-image";
import { assertSource } from "@/lib/images/sources/assert-source";
import { beginSaving } from "@/lib/images/sources/begin-saving";
import { endMaking } from "@/lib/images/sources/end-making";
import { insertDisk } from "@/lib/images/sources/insert-disk";
import { knownSystem } from "@/lib/images/sources/known-system";
import { storeDisk, systemOn } from "@/lib/images/sources/store-disk";
import { removeDiskOf } from "@/lib/images/sources/write-disk";
import { db, type Prisma } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { JobRun } from "@/lib/platform/queue/job-run";
import type { Task } from "@/lib/platform/queue/work";
import { storageOf } from "@/lib/regions/storage-of";
import { followWithFill } from "../content/follow-with-fill";
import { type FrozenVolume, freezeVolumes, openFrozenVolume, thawVolumes } from "../content/freeze-volumes";
import { toVolumeView, volumeSelect } from "../views";

const payloadSchema = z.object({ imageId: z.uuid(), volumeId: z.uuid() });

/**
 * Makes a system or data disk image of a server's disk as it stood when the job began: the content is held still inside the disk's file
 * while it is read, so that a running server goes on writing (PRI-04), and a disk that still fills from its own image is read through
 * it. Safe to run twice: the held content has the job's name, so a second run reads the same.
 */
export const createImageFromVolume: Task = {
  async run(run) {
    const { imageId, volumeId } = payloadSchema.parse(run.job.payload);
    const volume = await db().volume.findUnique({ where: { id: volumeId } });
    if (volume === null || volume.status === "deleted") throw new AppError("cancelled");
    await run.apply((tx) => beginSaving(tx, imageId));
    await run.stage("freeze");
    await freezeVolumes([volume], run.job.id, run.signal);
    const frozen = await openFrozenVolume(volume, run.job.id, run.signal);
    const data = await makeImage(run, { imageId, volume, frozen }).finally(() => frozen.close());
    await thawVolumes([volume], run.job.id);
    await run.succeed(async (tx) => {
      const diskId = await insertDisk(tx, volume.regionId, data.disk);
      const virtualSizeBytes = BigInt(frozen.virtualSizeBytes);
      await moveImage(tx, { id: imageId, status: "saving" }, { to: "active", data: { ...data.system, diskId, virtualSizeBytes } });
      await followWithFill(tx, run.job, [volume]);
    });
  },

  async ended(tx, job, error) {
    const { imageId, volumeId } = payloadSchema.parse(job.payload);
    await endMaking(tx, imageId, error);
    const volume = await tx.volume.findUnique({ where: { id: volumeId }, select: { id: true, status: true, serverId: true } });
    if (volume !== null) await followWithFill(tx, job, [volume]);
  },

  cleanUp: async (job) => {
    await removeDiskOf(job);
    await thawVolumes([{ id: payloadSchema.parse(job.payload).volumeId, regionId: job.regionId }], job.id);
  },
};

interface Making {
  readonly imageId: string;
  readonly volume: Prisma.VolumeGetPayload<Record<string, never>>;
  readonly frozen: FrozenVolume;
}

async function makeImage(run: JobRun, { imageId, volume, frozen }: Making) {
  const { kind, keyId } = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { kind: true, keyId: true } });
  await measure(run, { imageId, volume, frozen });
  const place = { imageId, storage: storageOf(volume.regionId), keyId };
  const { virtualSizeBytes, socketPath } = frozen;
  const disk = await storeDisk(run, place, { virtualSizeBytes, from: 5, to: 90 }, (write) => importDisk({ ...write, socketPath }));
  if (kind === "data") return { disk, system: {} };
  await run.stage("detect", { percent: 90 });
  const os = await systemOn(run, disk);
  await run.stage("register", { percent: 97 });
  return { disk, system: knownSystem(os) };
}

/** How much is stored is known exactly only now. Errors: the refusals of the rules, such as `dataDiskDataTooLarge` (LIM-14). */
async function measure(run: JobRun, { imageId, volume, frozen }: Making): Promise<void> {
  const nbd = await openNbd(frozen.socketPath, "", run.signal);
  const blocks = await blocksWithData(nbd, blockCountOf(volume.sizeGb * GIB)).finally(() => nbd.close());
  const usedBytes = blocks.count * BLOCK_BYTES;
  const row = await db().volume.update({ where: { id: volume.id }, data: { usedBytes: BigInt(usedBytes) }, select: volumeSelect });
  const { kind } = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { kind: true } });
  assertSource(kind === "data" ? "dataFromVolume" : "systemFromServer", { volume: toVolumeView(row) });
}
