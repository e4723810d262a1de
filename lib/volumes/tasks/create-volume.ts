import "server-only";
import { z } from "zod";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Task } from "@/lib/platform/queue/work";
import { followWithFill } from "../content/follow-with-fill";
import { makeVolumeFile } from "../content/make-volume-file";

const payloadSchema = z.object({ volumeId: z.uuid() });

/** Makes a disk's file. A second run makes it anew; nobody has used it before it is told to be there. */
export const createVolume: Task = {
  async run(run) {
    const { volumeId } = payloadSchema.parse(run.job.payload);
    const volume = await db().volume.findUnique({ where: { id: volumeId } });
    if (volume?.status !== "creating") throw new AppError("cancelled");
    await run.stage("prepareDisk");
    const { readyMs } = await makeVolumeFile(run, volume);
    const status = volume.imageDiskId === null ? "independent" : "lazy";
    await run.succeed(async (tx) => {
      const { count } = await tx.volume.updateMany({ where: { id: volumeId, status: "creating" }, data: { status, readyMs } });
      if (count > 0) await followWithFill(tx, run.job, [{ id: volumeId, status, serverId: volume.serverId }]);
    });
  },

  async ended(tx, job, error) {
    const { volumeId } = payloadSchema.parse(job.payload);
    await tx.volume.updateMany({
      where: { id: volumeId, status: "creating" },
      data: { status: "error", failureCode: error.code, serverId: null, device: null },
    });
  },
};
