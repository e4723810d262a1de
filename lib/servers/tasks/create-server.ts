import "server-only";
import { z } from "zod";
import { GIB } from "@/lib/disk/model";
import { createOverlay } from "@/lib/disk/qemu/overlay";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { enqueueFollowUp } from "@/lib/platform/queue/enqueue";
import type { Task } from "@/lib/platform/queue/work";
import { diskSocketPath, makeVolumeFolder, volumePath } from "../volume-files";

const payloadSchema = z.object({ serverId: z.uuid() });

/**
 * Makes a server's system disk: a QCOW2 overlay over the image's disk, usable at once whatever the image's size. A second run
 * makes the file anew; nothing has read or written it before the server is told to be there.
 */
export const createServer: Task = {
  async run(run) {
    const { serverId } = payloadSchema.parse(run.job.payload);
    const volume = await db().volume.findFirst({ where: { serverId, bootable: true, status: { not: "deleted" } } });
    if (volume === null || volume.imageDiskId === null) throw new AppError("cancelled");
    const started = performance.now();
    await run.stage("prepareDisk");
    await makeVolumeFolder(volume.regionId);
    await createOverlay({
      path: volumePath(volume.regionId, volume.id),
      backingSocketPath: diskSocketPath(),
      exportName: volume.imageDiskId,
      sizeBytes: volume.sizeGb * GIB,
    });
    const readyMs = Math.round(performance.now() - started);
    await run.succeed(async (tx) => {
      const { count } = await tx.volume.updateMany({ where: { id: volume.id, status: "creating" }, data: { status: "lazy", readyMs } });
      if (count === 0) return; // deleted meanwhile: the server's removal takes the file away
      await tx.server.update({ where: { id: serverId }, data: { status: "stopped" } });
      await enqueueFollowUp(tx, run.job, { kind: "fillVolume", payload: { volumeId: volume.id }, targetName: run.job.targetName, serverId });
    });
  },

  async ended(tx, job, error) {
    const { serverId } = payloadSchema.parse(job.payload);
    await tx.volume.updateMany({ where: { serverId, status: "creating" }, data: { status: "error" } });
    await tx.server.updateMany({ where: { id: serverId, status: "building" }, data: { status: "error", failureCode: error.code } });
  },
};
