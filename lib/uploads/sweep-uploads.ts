import "server-only";
import { db } from "@/lib/platform/db/client";
import { trySessionLock } from "@/lib/platform/db/session-lock";
import { uploadStageId } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { removeBytes } from "./remove-bytes";
import { uploadLockName } from "./upload-locker";

/** Staged bytes that nobody has touched for so long and no open upload names are of no use to anybody. Unit: milliseconds. */
const STAGED_AGE_MS = 24 * 3_600_000;
const BATCH = 100;

/**
 * Ends the uploads of a region that nobody continued in time, and removes staged bytes that belong to none. Safe to run at any
 * time, also twice at once: an upload that is being written is left alone. Answers how many uploads ended.
 */
export async function sweepUploads(regionId: string, now: Date): Promise<number> {
  const where = { status: "open" as const, expiresAt: { lt: now }, bucket: { regionId } };
  const expired = await db().upload.findMany({
    where,
    take: BATCH,
    orderBy: { expiresAt: "asc" },
    select: { id: true, bucketId: true, bucket: { select: { regionId: true } } },
  });
  let ended = 0;
  for (const upload of expired) {
    const lock = await trySessionLock(uploadLockName(upload.id));
    if (lock === undefined) continue;
    try {
      const { count } = await db().upload.updateMany({
        where: { ...where, id: upload.id },
        data: { status: "cancelled", receivedBytes: 0 },
      });
      if (count === 1) await removeBytes(upload);
      ended += count;
    } finally {
      await lock.release();
    }
  }
  await removeStrays(regionId, now);
  return ended;
}

async function removeStrays(regionId: string, now: Date): Promise<void> {
  const storage = storageOf(regionId);
  const open = await db().upload.findMany({ where: { status: "open", bucket: { regionId } }, select: { id: true } });
  const inUse = new Set(open.map(({ id }) => uploadStageId(id)));
  for await (const id of storage.listStaged(new Date(now.getTime() - STAGED_AGE_MS))) {
    if (!inUse.has(id)) await (await storage.stage(id)).discard();
  }
}
