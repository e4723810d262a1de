import "server-only";
import { existsSync } from "node:fs";
import { z } from "zod";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { enqueueFollowUp } from "@/lib/platform/queue/enqueue";
import type { Task } from "@/lib/platform/queue/work";
import { fillsGone } from "@/lib/volumes/content/fills-gone";
import { followWithFill } from "@/lib/volumes/content/follow-with-fill";
import { placeReplacement, writeReplacement } from "@/lib/volumes/content/replace-volume-file";
import { makeVolumeKey } from "@/lib/volumes/content/volume-key";
import { imageOfDisk, imageOfDiskSelect } from "@/lib/volumes/image-of-disk";
import { volumePath } from "@/lib/volumes/volume-files";
import { BackupDiskReader } from "../backup-disk-reader";

const payloadSchema = z.object({
  backupId: z.uuid(),
  serverId: z.uuid(),
  /** Which disk of the backup goes onto which of the server. */
  disks: z.array(z.object({ position: z.number(), volumeId: z.uuid() })),
  start: z.boolean(),
});

/** Writes all disks of a backup beside those of its server, then puts all in their place. A second run that finds some in place does the same again. */
export const restoreBackup: Task = {
  async run(run) {
    const { backupId, serverId, disks, start } = payloadSchema.parse(run.job.payload);
    await run.stage("restore");
    const volumes = await db().volume.findMany({
      where: { id: { in: disks.map(({ volumeId }) => volumeId) }, status: { not: "deleted" } },
      include: { imageDisk: { select: imageOfDiskSelect } },
    });
    if (volumes.length < disks.length) throw new AppError("cancelled");
    await fillsGone(
      volumes.map(({ id }) => id),
      run.signal,
    );
    for (const [index, volume] of volumes.entries()) {
      const position = disks.find(({ volumeId }) => volumeId === volume.id)?.position ?? -1;
      const row = await db().backupDisk.findUniqueOrThrow({ where: { backupId_position: { backupId, position } } });
      const onProgress = (fraction: number) => run.progress({ percent: (95 * (index + fraction)) / volumes.length });
      await writeReplacement({ ...volume, dataKey: await makeVolumeKey(run, volume.id) }, new BackupDiskReader(row), {
        signal: run.signal,
        onProgress,
      });
    }
    await run.stage("register", { percent: 96 });
    for (const volume of volumes) if (existsSync(`${volumePath(volume.regionId, volume.id)}.making`)) await placeReplacement(volume);
    await run.succeed(async (tx) => {
      await tx.volume.updateMany({ where: { id: { in: volumes.map(({ id }) => id) }, status: "lazy" }, data: { status: "independent" } });
      const data = { status: start ? ("running" as const) : ("stopped" as const), faultyAt: null, faultNote: "" };
      await tx.server.updateMany({ where: { id: serverId, status: "building" }, data });
      for (const imageId of new Set(volumes.flatMap(({ imageDisk }) => imageOfDisk(imageDisk) ?? [])))
        await enqueueFollowUp(tx, run.job, { kind: "removeImageData", payload: { imageId }, targetName: run.job.targetName });
    });
  },

  async ended(tx, job, error) {
    const { serverId } = payloadSchema.parse(job.payload);
    await tx.server.updateMany({ where: { id: serverId, status: "building" }, data: { status: "stopped", failureCode: error.code } });
    const lazy = await tx.volume.findMany({ where: { serverId, status: "lazy" }, select: { id: true, status: true, serverId: true } });
    await followWithFill(tx, job, lazy);
  },
};
