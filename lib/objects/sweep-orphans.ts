import "server-only";
import { z } from "zod";
import { db } from "@/lib/platform/db/client";
import { bucketObjectKey } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { ORPHAN_AGE_MS } from "./constraints";

/** Where all keys of `bucketObjectKey` begin. */
const ALL_BUCKETS = "buckets/";
const BATCH = 500;

/**
 * Removes stored bucket objects that nothing names any more: a process ended between the row's end and the bytes', or an
 * upload was published and never entered. Safe to run at any time, also twice at once: younger than an hour, or named by an
 * unfinished upload or export, an object stays. Answers how many were removed.
 */
export async function sweepOrphans(regionId: string, now: Date): Promise<number> {
  const storage = storageOf(regionId);
  let removed = 0;
  let batch: string[] = [];
  const flush = async () => {
    const orphans = await withoutRow(regionId, batch);
    for (const key of orphans) await storage.delete(key);
    removed += orphans.length;
    batch = [];
  };
  for await (const { key, modifiedAt } of storage.list(ALL_BUCKETS)) {
    if (now.getTime() - modifiedAt.getTime() < ORPHAN_AGE_MS) continue;
    batch.push(key);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return removed;
}

/** Uploads are read before objects: one that completes in between has left the first list only after it entered the second. */
async function withoutRow(regionId: string, keys: readonly string[]): Promise<string[]> {
  const uploads = await db().upload.findMany({ where: { status: "open", bucket: { regionId } }, select: { id: true, bucketId: true } });
  const exports = await db().job.findMany({
    where: { kind: "exportImage", regionId, status: { in: ["queued", "running"] } },
    select: { payload: true },
  });
  const objects = await db().bucketObject.findMany({ where: { storageKey: { in: [...keys] } }, select: { storageKey: true } });
  const named = new Set([
    ...uploads.map(({ id, bucketId }) => bucketObjectKey(bucketId, id)),
    ...exports.map(({ payload }) => keyOfExport(payload)),
    ...objects.map(({ storageKey }) => storageKey),
  ]);
  return keys.filter((key) => !named.has(key));
}

/** Where an unfinished export writes. */
function keyOfExport(payload: unknown): string {
  const { bucketId, resultObjectId } = exportPlace.parse(payload);
  return bucketObjectKey(bucketId, resultObjectId);
}

const exportPlace = z.object({ bucketId: z.uuid(), resultObjectId: z.uuid() });
