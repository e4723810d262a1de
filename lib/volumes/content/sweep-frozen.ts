import "server-only";
import { db } from "@/lib/platform/db/client";
import { log } from "@/lib/platform/log";
import { thawLeftOver } from "./freeze-volumes";

/** Jobs that hold disks still while they read them, under their own names. */
const HOLDING_KINDS = ["createBackup", "createWholeImage", "createImageFromVolume"];
/** Whoever ended a job lets go of its disks right after. Unit: ms. */
const GRACE_MS = 10 * 60_000;
/** Rounds come every few minutes; what is older is let go when the disk is held the next time. Unit: ms. */
const WINDOW_MS = 24 * 60 * 60_000;

/**
 * Lets go of what a worker held that died between the end of its job and the letting go: such a disk keeps every block it had then. Disks
 * that somebody works on are left for a later round. Safe to run at any time, any number of times.
 */
export async function sweepFrozen(now: Date): Promise<void> {
  const endedAt = { lt: new Date(now.getTime() - GRACE_MS), gt: new Date(now.getTime() - WINDOW_MS) };
  const jobs = await db().job.findMany({
    where: { kind: { in: HOLDING_KINDS }, status: { in: ["succeeded", "failed", "cancelled"] }, endedAt },
    select: { volumeId: true, serverId: true },
  });
  const ids = (read: (job: (typeof jobs)[number]) => string | null) => [...new Set(jobs.flatMap((job) => read(job) ?? []))];
  const held = { OR: [{ id: { in: ids(({ volumeId }) => volumeId) } }, { serverId: { in: ids(({ serverId }) => serverId) } }] };
  const volumes = await db().volume.findMany({
    where: { status: { in: ["lazy", "independent"] }, ...held },
    select: { id: true, regionId: true, serverId: true },
  });
  for (const volume of volumes) {
    const ofVolume = { OR: [{ volumeId: volume.id }, ...(volume.serverId === null ? [] : [{ serverId: volume.serverId }])] };
    if ((await db().job.count({ where: { ...ofVolume, status: { in: ["queued", "running"] } } })) > 0) continue;
    await thawLeftOver(volume).catch((error: unknown) => log.warn({ err: error, volumeId: volume.id }, "a held disk could not be let go"));
  }
}
