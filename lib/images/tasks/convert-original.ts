import "server-only";
import { z } from "zod";
import { DISK_FORMATS, type DiskFormat } from "@/lib/disk/model";
import { db, type Prisma } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Task } from "@/lib/platform/queue/work";
import { storageOf } from "@/lib/regions/storage-of";
import { attachDisk } from "../attach-disk";
import { SYSTEM_DISK_MAX_BYTES } from "../constraints";
import { makeDisk } from "../make-disk";
import { removeDiskOf } from "../sources/write-disk";

const payloadSchema = z.object({ imageId: z.uuid() });

/**
 * Makes the disk of an image whose original bytes came by the image API. The image is active already and its bytes read back
 * as they came; without a disk it only cannot make servers, and says why.
 */
export const convertOriginal: Task = {
  async run(run) {
    const { imageId } = payloadSchema.parse(run.job.payload);
    const image = await db().image.findUnique({ where: { id: imageId }, select: { status: true, originalKey: true, diskFormat: true } });
    if (image?.status !== "active" || image.originalKey === null) throw new AppError("cancelled");
    const made = await makeDisk(run, {
      imageId,
      storage: storageOf(run.job.regionId),
      key: image.originalKey,
      declared: toDiskFormat(image.diskFormat),
      accept: ({ virtualSizeBytes }) => {
        if (virtualSizeBytes > SYSTEM_DISK_MAX_BYTES)
          throw new AppError("imageTooLarge", { sizeBytes: virtualSizeBytes, maxBytes: SYSTEM_DISK_MAX_BYTES });
      },
    });
    await run.succeed(async (tx) => {
      const data = { ...(await attachDisk(tx, imageId, made)), failureCode: null, failureDetail: {} };
      const { count } = await tx.image.updateMany({ where: { id: imageId, status: "active", diskId: null }, data });
      if (count === 0) throw new AppError("cancelled");
    });
  },

  async ended(tx, job, error) {
    const { imageId } = payloadSchema.parse(job.payload);
    const failureDetail = error.detail as Prisma.InputJsonObject; // ErrorDetail is JSON by definition
    await tx.image.updateMany({ where: { id: imageId, status: "active", diskId: null }, data: { failureCode: error.code, failureDetail } });
  },

  cleanUp: removeDiskOf,
};

function toDiskFormat(name: string | null): DiskFormat | undefined {
  return DISK_FORMATS.find((format) => format === name);
}
