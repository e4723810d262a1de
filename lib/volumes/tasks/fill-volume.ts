import "server-only";
import { z } from "zod";
import { fillOverlay } from "@/lib/disk/qemu/overlay";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { enqueueFollowUp } from "@/lib/platform/queue/enqueue";
import type { Task } from "@/lib/platform/queue/work";
import { makeVolumeKey } from "../content/volume-key";
import { imageOfDisk, imageOfDiskSelect } from "../image-of-disk";
import { diskSocketPath, volumePath } from "../volume-files";

const payloadSchema = z.object({ volumeId: z.uuid() });

/**
 * Copies what a volume still reads from its image into its own file, then cuts the tie; encrypts the file of a volume that was made before
 * the files of encrypted ones were. May stop and start anywhere.
 */
export const fillVolume: Task = {
  async run(run) {
    const { volumeId } = payloadSchema.parse(run.job.payload);
    const volume = await db().volume.findUnique({
      where: { id: volumeId },
      select: { regionId: true, status: true, keyId: true, imageDisk: { select: imageOfDiskSelect } },
    });
    if (volume?.status !== "lazy" && !(volume?.status === "independent" && volume.keyId !== null)) throw new AppError("cancelled");
    await run.stage("fill");
    await fillOverlay({
      path: volumePath(volume.regionId, volumeId),
      dataKey: await makeVolumeKey(run, volumeId),
      backingSocketPath: diskSocketPath(),
      signal: run.signal,
      onProgress: (fraction) => run.progress({ percent: 100 * fraction }),
    });
    const imageId = imageOfDisk(volume.imageDisk);
    await run.succeed(async (tx) => {
      await tx.volume.updateMany({ where: { id: volumeId, status: "lazy" }, data: { status: "independent" } });
      if (imageId !== undefined)
        await enqueueFollowUp(tx, run.job, { kind: "removeImageData", payload: { imageId }, targetName: run.job.targetName });
    });
  },

  async ended() {
    // A volume that could not be filled stays lazy: it is whole to its user, and the next start tries again.
  },
};
