import "server-only";
import { db } from "@/lib/platform/db/client";
import { enqueueOwn } from "@/lib/platform/queue/enqueue";

/** Every stored disk is read back and compared this often. Unit: days. */
const SCRUB_EVERY_DAYS = 30;
/** Checks of the schedule that wait or run at once in a region: reading everything must not crowd out what people wait for. */
const SCRUBS_AT_ONCE = 2;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Has the disks of a region checked whose last check, or making, is longest ago. Safe to run at any time: an image that is being
 * checked is left alone. Answers how many checks were asked for.
 */
export async function sweepScrubs(regionId: string, now: Date): Promise<number> {
  const before = new Date(now.getTime() - SCRUB_EVERY_DAYS * DAY_MS);
  const running = await db().job.count({ where: { regionId, kind: "scrubImage", status: { in: ["queued", "running"] } } });
  if (running >= SCRUBS_AT_ONCE) return 0;
  const due = { OR: [{ scrubbedAt: { lt: before } }, { scrubbedAt: null, createdAt: { lt: before } }] };
  const images = await db().image.findMany({
    where: { regionId, status: "active", disk: due, jobs: { none: { kind: "scrubImage", status: { in: ["queued", "running"] } } } },
    orderBy: { disk: { scrubbedAt: { sort: "asc", nulls: "first" } } },
    take: SCRUBS_AT_ONCE - running,
    select: { id: true, name: true, accountId: true, projectId: true, regionId: true },
  });
  for (const { id, name, ...owner } of images)
    await db().$transaction((tx) => enqueueOwn(tx, owner, { kind: "scrubImage", payload: { imageId: id }, targetName: name, imageId: id }));
  return images.length;
}
