import "server-only";
import { randomUUID } from "node:crypto";
import { db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import type { Actor } from "@/lib/platform/operation/actor";
import { purgeImages } from "../commands/purge-images";

const BATCH = 100;
const DAY_MS = 24 * 3600 * 1000;

/** Deletes for good what has been in the recycle bin for the configured days. Safe to run at any time, any number of times. Answers how many. */
export async function sweepRecycleBin(now: Date): Promise<number> {
  const before = new Date(now.getTime() - env().IMS_RECYCLE_DAYS * DAY_MS);
  const due = await db().image.findMany({
    where: { recycledAt: { lt: before }, status: { not: "deleted" } },
    orderBy: { recycledAt: "asc" },
    take: BATCH,
    select: { id: true, accountId: true, projectId: true, regionId: true },
  });
  let purged = 0;
  for (const [projectId, images] of Map.groupBy(due, (image) => image.projectId)) {
    const [{ accountId, regionId } = { accountId: "", regionId: "" }] = images;
    const ids = images.map(({ id }) => id);
    const { done } = await purgeImages(platformIn(accountId, { id: projectId, regionId }), { selection: { ids } });
    purged += done.length;
  }
  return purged;
}

/** The platform itself, tidying in a tenant's project. */
function platformIn(accountId: string, project: { id: string; regionId: string }): Actor {
  const nobody = { userId: "", userName: "system", accountName: "", operator: false, statements: [] };
  return { ...nobody, accountId, accountOwner: true, project, requestId: randomUUID(), via: "system" };
}
