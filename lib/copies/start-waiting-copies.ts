import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { deliverHeld } from "@/lib/platform/queue/enqueue";
import { copyLimitsOf } from "@/lib/regions/copy-limits-of";
import { WAITING_COPIES_MAX } from "./constraints";
import { lockCopies } from "./lock-copies";

/**
 * Lets copies that wait for their turn begin, oldest first, as far as there is room: four of an account at once, or what their route allows (LIM-36), one of an
 * image to other regions (LIM-39). Called in the transaction that ends a copy; calling it once more does no harm.
 */
export async function startWaitingCopies(tx: Tx, accountId: string): Promise<void> {
  const { running, waiting } = await lockCopies(tx, accountId);
  if (waiting === 0) return;
  const across = await tx.job.findMany({
    where: { accountId, kind: "copyImageAcross", held: false, status: { in: ["queued", "running"] } },
    select: { imageId: true },
  });
  const leaving = new Set(across.map(({ imageId }) => imageId));
  const held = await tx.job.findMany({
    where: { accountId, held: true, status: "queued" },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: WAITING_COPIES_MAX,
    select: { id: true, kind: true, imageId: true, regionId: true, result: { select: { regionId: true } } },
  });
  let begun = 0;
  for (const job of held) {
    const to = job.result?.regionId ?? job.regionId;
    if (running + begun >= copyLimitsOf(job.regionId, to, "").maxRunning) continue;
    if (job.kind === "copyImageAcross") {
      if (leaving.has(job.imageId)) continue;
      leaving.add(job.imageId);
    }
    await deliverHeld(tx, job.id);
    begun++;
  }
}
