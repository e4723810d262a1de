import "server-only";
import { z } from "zod";
import { GIB } from "@/lib/disk/model";
import { growVolumeFile } from "@/lib/disk/qemu/volume-file";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Task } from "@/lib/platform/queue/work";
import { fillsGone } from "../content/fills-gone";
import { followWithFill } from "../content/follow-with-fill";
import { openVolume } from "../content/volume-key";

const payloadSchema = z.object({ volumeId: z.uuid(), sizeGb: z.number() });

/** Enlarges a disk's file. A second run finds it at its size. */
export const growVolume: Task = {
  async run(run) {
    const { volumeId, sizeGb } = payloadSchema.parse(run.job.payload);
    const volume = await db().volume.findUnique({ where: { id: volumeId } });
    if (volume === null || (volume.status !== "lazy" && volume.status !== "independent")) throw new AppError("cancelled");
    await run.stage("grow");
    await fillsGone([volumeId], run.signal);
    await growVolumeFile(await openVolume(volume), sizeGb * GIB);
    await run.succeed(async (tx) => {
      await tx.volume.updateMany({ where: { id: volumeId, status: { not: "deleted" } }, data: { sizeGb } });
      await followWithFill(tx, run.job, [volume]);
    });
  },

  async ended(tx, job) {
    const { volumeId } = payloadSchema.parse(job.payload);
    const volume = await tx.volume.findUnique({ where: { id: volumeId }, select: { id: true, status: true, serverId: true } });
    if (volume !== null) await followWithFill(tx, job, [volume]);
  },
};
