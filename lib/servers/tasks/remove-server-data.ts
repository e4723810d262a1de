import "server-only";
import { z } from "zod";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { enqueueFollowUp } from "@/lib/platform/queue/enqueue";
import type { Task } from "@/lib/platform/queue/work";
import { imageOfDisk, imageOfDiskSelect } from "@/lib/volumes/image-of-disk";
import { removeVolumeFiles } from "@/lib/volumes/volume-files";

const payloadSchema = z.object({ serverId: z.uuid() });

/** Removes the disk files of a deleted server once no job works on them any more. Removing twice is harmless. */
export const removeServerData: Task = {
  async run(run) {
    const { serverId } = payloadSchema.parse(run.job.payload);
    const busy = await db().job.count({ where: { serverId, status: { in: ["queued", "running"] } } });
    if (busy > 0) throw new AppError("storageUnavailable", { reason: "busy" }); // comes back when the cancelled job has ended
    const volumes = await db().volume.findMany({
      where: { serverId },
      select: { id: true, regionId: true, imageDisk: { select: imageOfDiskSelect } },
    });
    for (const volume of volumes) await removeVolumeFiles(volume.regionId, volume.id);
    await run.succeed(async (tx) => {
      const orphans = new Set(volumes.flatMap(({ imageDisk }) => imageOfDisk(imageDisk) ?? []));
      for (const imageId of orphans)
        await enqueueFollowUp(tx, run.job, { kind: "removeImageData", payload: { imageId }, targetName: run.job.targetName });
    });
  },

  async ended() {
    // The sweep finds files without a volume.
  },
};
