import "server-only";
import { sweepOrphans } from "@/lib/objects/sweep-orphans";
import { db } from "@/lib/platform/db/client";
import { log } from "@/lib/platform/log";
import { sweepUploads } from "@/lib/uploads/sweep-uploads";
import { enqueueFollowUp } from "@/lib/platform/queue/enqueue";
import { regions } from "@/lib/regions/configuration";
import { storageOf } from "@/lib/regions/storage-of";
import { removeVolumeFiles, storedVolumes } from "@/lib/servers/volume-files";

const SWEEP_LOCK = 4_915_715;
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
  const [mine] = await db().$queryRaw<{ held: boolean }[]>`SELECT pg_try_advisory_xact_lock(${SWEEP_LOCK}) AS held`;
  if (mine?.held !== true) return;
  const before = new Date(Date.now() - MIN_AGE_MS);
  await db().apiToken.deleteMany({ where: { expiresAt: { lt: before } } });
  await db().session.deleteMany({ where: { expiresAt: { lt: before } } });
  await resumeFills();
  for (const region of regions()) {
    await sweepImages(region.id, before);
    await sweepVolumes(region.id);
    await sweepUploads(region.id, new Date());
    await sweepOrphans(region.id, new Date());
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
      db().job.count({ where: { imageId, status: { in: ["queued", "running"] } } }),
    ]);
    if (disk + original + busy === 0) await storage.delete(key);
  }
}

/** Files of volumes that are gone. */
async function sweepVolumes(regionId: string): Promise<void> {
  const ids = await storedVolumes(regionId);
  const kept = new Set((await db().volume.findMany({ where: { id: { in: ids }, status: { not: "deleted" } }, select: { id: true } })).map(({ id }) => id));
  for (const id of ids) if (!kept.has(id)) await removeVolumeFiles(regionId, id);
}

/** Volumes that are to become independent but have no job for it any more, e.g. because theirs was given up. */
async function resumeFills(): Promise<void> {
  const volumes = await db().volume.findMany({ where: { status: "lazy" }, select: { id: true, serverId: true }, take: 100 });
  for (const volume of volumes) {
    const parent = await db().job.findFirst({ where: { serverId: volume.serverId }, orderBy: { createdAt: "desc" } });
    if (parent === null || parent.status === "queued" || parent.status === "running") continue;
    await db().$transaction((tx) =>
      enqueueFollowUp(tx, parent, { kind: "fillVolume", payload: { volumeId: volume.id }, targetName: parent.targetName, serverId: volume.serverId ?? undefined }),
    );
  }
}
