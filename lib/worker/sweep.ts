import "server-only";
import { startWaitingCopies } from "@/lib/copies/start-waiting-copies";
import { sweepExports } from "@/lib/exports/sweep-exports";
import { sweepRecycleBin } from "@/lib/images/manage/sweep-recycle-bin";
import { sweepScrubs } from "@/lib/images/scrub/sweep-scrubs";
import { sweepImageUploads } from "@/lib/images/sweep-image-uploads";
import { sweepKeys } from "@/lib/keys/sweep-keys";
import { sweepOrphans } from "@/lib/objects/sweep-orphans";
import { db } from "@/lib/platform/db/client";
import { trySessionLock } from "@/lib/platform/db/session-lock";
import { log } from "@/lib/platform/log";
import { sweepScratch } from "@/lib/platform/storage/scratch";
import { regions } from "@/lib/regions/configuration";
import { storageOf } from "@/lib/regions/storage-of";
import { sweepUploads } from "@/lib/uploads/sweep-uploads";
import { followWithFill } from "@/lib/volumes/content/follow-with-fill";
import { sweepFrozen } from "@/lib/volumes/content/sweep-frozen";
import { removeVolumeFiles, storedVolumes } from "@/lib/volumes/volume-files";

const INTERVAL_MS = 10 * 60_000;
/** What is younger may belong to work under way. Unit: ms. */
const MIN_AGE_MS = 60 * 60_000;

/** Looks now and then for what crashes may have left behind. Any number of workers may: one at a time does. */
export function startSweeping(): () => void {
  const round = () => void sweep().catch((error: unknown) => log.warn({ err: error }, "sweep"));
  const timer = setInterval(round, INTERVAL_MS);
  round();
  return () => clearInterval(timer);
}

/** One round. Every step may be repeated and none touches anything a row refers to. */
export async function sweep(): Promise<void> {
  const lock = await trySessionLock("sweep");
  if (lock === undefined) return;
  try {
    await sweepAll();
  } finally {
    await lock.release();
  }
}

async function sweepAll(): Promise<void> {
  const before = new Date(Date.now() - MIN_AGE_MS);
  await db().apiToken.deleteMany({ where: { expiresAt: { lt: before } } });
  await db().session.deleteMany({ where: { expiresAt: { lt: before } } });
  await sweepScratch(before);
  await resumeFills();
  await resumeCopies();
  await sweepFrozen(new Date());
  await sweepExports();
  await sweepImageUploads();
  await sweepRecycleBin(new Date());
  await sweepKeys(new Date());
  for (const region of regions()) {
    await sweepImages(region.id, before);
    await sweepVolumes(region.id);
    await sweepBackups(region.id, before);
    await sweepUploads(region.id, new Date());
    await sweepOrphans(region.id, new Date());
    await sweepScrubs(region.id, new Date());
  }
}

/** Objects of images that no row refers to and no job is about to. */
async function sweepImages(regionId: string, before: Date): Promise<void> {
  const storage = storageOf(regionId);
  for await (const { key, modifiedAt } of storage.list("images/")) {
    if (modifiedAt > before) continue;
    const imageId = key.split("/")[1] ?? "";
    const [disk, original, busy] = await Promise.all([
      db().imageDisk.count({ where: { storageKey: key } }),
      db().image.count({ where: { originalKey: key } }),
      db().job.count({ where: { OR: [{ imageId }, { resultImageId: imageId }], status: { in: ["queued", "running"] } } }),
    ]);
    if (disk + original + busy === 0) await storage.delete(key);
  }
}

/** Blocks of backups that no row names and no job is about to. */
async function sweepBackups(regionId: string, before: Date): Promise<void> {
  const storage = storageOf(regionId);
  for await (const { key, modifiedAt } of storage.list("backups/")) {
    if (modifiedAt > before) continue;
    const backupId = key.split("/")[1] ?? "";
    const [named, busy] = await Promise.all([
      db().backupDelta.count({ where: { storageKey: key } }),
      db().job.count({ where: { backupId, status: { in: ["queued", "running"] } } }),
    ]);
    if (named + busy === 0) await storage.delete(key);
  }
}

/** Files of volumes that are gone. */
async function sweepVolumes(regionId: string): Promise<void> {
  const ids = await storedVolumes(regionId);
  const kept = new Set(
    (await db().volume.findMany({ where: { id: { in: ids }, status: { not: "deleted" } }, select: { id: true } })).map(({ id }) => id),
  );
  for (const id of ids) if (!kept.has(id)) await removeVolumeFiles(regionId, id);
}

/** Copies that wait for their turn although there is room, e.g. because the service now allows more at once. */
async function resumeCopies(): Promise<void> {
  const waiting = await db().job.findMany({
    where: { held: true, status: "queued" },
    distinct: ["accountId"],
    select: { accountId: true },
  });
  for (const { accountId } of waiting) await db().$transaction((tx) => startWaitingCopies(tx, accountId));
}

/**
 * Volumes that are to become independent but have no job for it any more, e.g. because theirs was given up; and encrypted ones that were made
 * before their files were.
 */
async function resumeFills(): Promise<void> {
  const where = { OR: [{ status: "lazy" as const }, { status: "independent" as const, encrypted: true, wrappedDataKey: null }] };
  const volumes = await db().volume.findMany({
    where,
    select: { id: true, serverId: true, status: true, wrappedDataKey: true, encrypted: true },
    take: 100,
  });
  for (const volume of volumes) {
    const ofVolume = { OR: [{ volumeId: volume.id }, ...(volume.serverId === null ? [] : [{ serverId: volume.serverId }])] };
    if ((await db().job.count({ where: { ...ofVolume, status: { in: ["queued", "running"] } } })) > 0) continue;
    const parent = await db().job.findFirst({ where: ofVolume, orderBy: { createdAt: "desc" } });
    if (parent !== null) await db().$transaction((tx) => followWithFill(tx, parent, [volume]));
  }
}
