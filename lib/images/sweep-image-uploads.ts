import "server-only";
import { db } from "@/lib/platform/db/client";
import { trySessionLock } from "@/lib/platform/db/session-lock";
import { moveImage } from "./move-image";
import { imageUploadLock } from "./upload-attempt";

const BATCH = 100;

/**
 * Queues images again whose bytes were being sent to a process that is gone. Safe to run at any time: an upload that runs holds
 * its lock. What such a process may have published is removed by the sweep of images. Answers how many.
 */
export async function sweepImageUploads(): Promise<number> {
  const images = await db().image.findMany({
    where: { status: "saving", sourceKind: "upload" },
    take: BATCH,
    orderBy: { updatedAt: "asc" },
    select: { id: true },
  });
  let requeued = 0;
  for (const { id } of images) {
    const lock = await trySessionLock(imageUploadLock(id));
    if (lock === undefined) continue;
    try {
      requeued += await requeue(id);
    } finally {
      await lock.release();
    }
  }
  return requeued;
}

/** Read again under the lock: the upload may have ended in between. */
async function requeue(id: string): Promise<number> {
  return db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Image" WHERE "id" = ${id}::uuid FOR UPDATE`;
    const image = await tx.image.findUniqueOrThrow({ where: { id }, select: { id: true, status: true } });
    if (image.status !== "saving") return 0;
    await moveImage(tx, image, { to: "queued", data: { originalKey: null } });
    return 1;
  });
}
