import "server-only";
import { z } from "zod";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { enqueueFollowUp } from "@/lib/platform/queue/enqueue";
import type { Task } from "@/lib/platform/queue/work";
import { imageOfDisk, imageOfDiskSelect } from "../image-of-disk";
import { removeVolumeFiles } from "../volume-files";

const payloadSchema = z.object({ volumeId: z.uuid() });

/** Removes the file of a deleted disk once no job works on it any more. Removing twice is harmless. */
export const removeVolumeData: Task = {
  async run(run) {
    const { volumeId } = payloadSchema.parse(run.job.payload);
    const busy = await db().job.count({ where: { volumeId, status: { in: ["queued", "running"] } } });
    if (busy > 0) throw new AppError("storageUnavailable", { reason: "busy" }); // comes back when the cancelled job has ended
    const volume = await db().volume.findUnique({
      where: { id: volumeId },
      select: { regionId: true, status: true, imageDisk: { select: imageOfDiskSelect } },
    });
    if (volume?.status === "deleted") await removeVolumeFiles(volume.regionId, volumeId);
    const imageId = imageOfDisk(volume?.imageDisk ?? null);
    await run.succeed(async (tx) => {
      if (imageId !== undefined)
        await enqueueFollowUp(tx, run.job, { kind: "removeImageData", payload: { imageId }, targetName: run.job.targetName });
    });
  },

  async ended() {
    // The sweep finds files without a volume.
  },
};
