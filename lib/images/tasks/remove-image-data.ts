import "server-only";
import { z } from "zod";
import { db } from "@/lib/platform/db/client";
import type { Task } from "@/lib/platform/queue/work";
import { imagePrefix } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";

const payloadSchema = z.object({ imageId: z.uuid() });

/**
 * Removes the bytes of a deleted image. A disk that volumes still read from stays; the fill of the last of them asks again.
 * Deleting twice is harmless, so it may run at any time, any number of times.
 */
export const removeImageData: Task = {
  async run(run) {
    const { imageId } = payloadSchema.parse(run.job.payload);
    const image = await db().image.findUnique({
      where: { id: imageId },
      select: { status: true, disk: { select: { id: true, storageKey: true, volumes: { where: { status: { in: ["creating", "lazy"] } }, select: { id: true }, take: 1 } } } },
    });
    if (image?.status === "deleted") {
      const neededKey = image.disk !== null && image.disk.volumes.length > 0 ? image.disk.storageKey : undefined;
      const storage = storageOf(run.job.regionId);
      for await (const { key } of storage.list(imagePrefix(imageId))) if (key !== neededKey) await storage.delete(key);
      if (image.disk !== null && neededKey === undefined) await forgetDisk(imageId, image.disk.id);
    }
    await run.succeed(async () => undefined);
  },

  async ended() {
    // Nothing hangs on it: the sweep finds what is left.
  },
};

async function forgetDisk(imageId: string, diskId: string): Promise<void> {
  await db().$transaction(async (tx) => {
    await tx.volume.updateMany({ where: { imageDiskId: diskId, status: { notIn: ["creating", "lazy"] } }, data: { imageDiskId: null } });
    await tx.image.update({ where: { id: imageId }, data: { diskId: null, originalKey: null } });
    await tx.imageDisk.delete({ where: { id: diskId } });
  });
}
