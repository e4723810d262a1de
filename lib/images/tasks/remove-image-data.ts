import "server-only";
import { z } from "zod";
import { db } from "@/lib/platform/db/client";
import type { Task } from "@/lib/platform/queue/work";
import { imagePrefix } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";

const payloadSchema = z.object({ imageId: z.uuid() });

const NEEDED = { where: { status: { in: ["creating" as const, "lazy" as const] } }, select: { id: true }, take: 1 };
const diskSelect = { id: true, storageKey: true, volumes: NEEDED };

/**
 * Removes the bytes of a deleted image. A disk that volumes still read from stays; the fill of the last of them asks again.
 * Deleting twice is harmless, so it may run at any time, any number of times.
 */
export const removeImageData: Task = {
  async run(run) {
    const { imageId } = payloadSchema.parse(run.job.payload);
    const image = await db().image.findUnique({
      where: { id: imageId },
      select: { status: true, disk: { select: diskSelect }, dataDisks: { select: { disk: { select: diskSelect } } } },
    });
    if (image?.status === "deleted") {
      const disks = [image.disk, ...image.dataDisks.map(({ disk }) => disk)].filter((disk) => disk !== null);
      const needed = new Set(disks.filter(({ volumes }) => volumes.length > 0).map(({ storageKey }) => storageKey));
      const storage = storageOf(run.job.regionId);
      for await (const { key } of storage.list(imagePrefix(imageId))) if (!needed.has(key)) await storage.delete(key);
      for (const { id, storageKey } of disks) if (!needed.has(storageKey)) await forgetDisk(imageId, id);
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
    await tx.imageDataDisk.deleteMany({ where: { diskId } });
    await tx.image.updateMany({ where: { id: imageId, diskId }, data: { diskId: null, originalKey: null } });
    await tx.imageDisk.delete({ where: { id: diskId } });
  });
}
