import "server-only";
import { z } from "zod";
import { GIB } from "@/lib/disk/model";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { JobRow } from "@/lib/platform/queue/job-run";
import type { Task } from "@/lib/platform/queue/work";
import { imageDiskKey } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { attachDisk } from "../attach-disk";
import { SYSTEM_DISK_MAX_BYTES } from "../constraints";
import { makeDisk } from "../make-disk";
import { moveImage } from "../move-image";

const payloadSchema = z.object({ imageId: z.uuid(), objectId: z.uuid() });

/** Makes a registered image of a bucket's file. Every output is named by the job, so a second run repeats the first. */
export const importImage: Task = {
  async run(run) {
    const { imageId, objectId } = payloadSchema.parse(run.job.payload);
    const image = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { id: true, status: true, minDiskGb: true } });
    const object = await db().bucketObject.findUnique({ where: { id: objectId }, select: { storageKey: true } });
    if (object === null) throw new AppError("notFound", { object: objectId });
    if (image.status === "queued") await db().$transaction((tx) => moveImage(tx, image, { to: "saving" }));
    const made = await makeDisk(run, {
      imageId,
      storage: storageOf(run.job.regionId),
      key: object.storageKey,
      accept: (facts) => assertFits(facts.virtualSizeBytes, image.minDiskGb),
    });
    await run.succeed(async (tx) => {
      await moveImage(tx, { id: imageId, status: "saving" }, { to: "active", data: await attachDisk(tx, imageId, made) });
    });
  },

  async ended(tx, job, error) {
    const { imageId } = payloadSchema.parse(job.payload);
    const image = await tx.image.findUnique({ where: { id: imageId }, select: { id: true, status: true } });
    if (image?.status !== "queued" && image?.status !== "saving") return;
    await moveImage(tx, image, { to: "killed", failure: { code: error.code, detail: error.detail } });
  },

  cleanUp: removeDiskOf,
};

/** Removes what a failed run may have published. The image never referred to it. */
export async function removeDiskOf(job: JobRow): Promise<void> {
  if (job.imageId !== null) await storageOf(job.regionId).delete(imageDiskKey(job.imageId, job.id));
}

/** `minDiskGb` 0: not chosen. Errors: `imageTooLarge`, `systemDiskSmallerThanFile`. */
function assertFits(virtualSizeBytes: number, minDiskGb: number): void {
  if (virtualSizeBytes > SYSTEM_DISK_MAX_BYTES) throw new AppError("imageTooLarge", { sizeBytes: virtualSizeBytes, maxBytes: SYSTEM_DISK_MAX_BYTES });
  const neededGb = Math.ceil(virtualSizeBytes / GIB);
  if (minDiskGb > 0 && minDiskGb < neededGb) throw new AppError("systemDiskSmallerThanFile", { min: neededGb, asked: minDiskGb });
}
