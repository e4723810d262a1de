import "server-only";
import type { Tx } from "@/lib/platform/db/client";

const UNENDED = ["queued", "running"] as const;

/**
 * Stops the filling of disks so that a job may hold their content still: waiting ones end here, running ones are told to, and
 * `followWithFill` queues them anew afterwards. What they copied is not lost to the user: a disk is whole before it is filled.
 */
export async function holdFills(tx: Tx, volumeIds: readonly string[]): Promise<void> {
  const fills = { kind: "fillVolume", volumeId: { in: [...volumeIds] } };
  const now = new Date();
  await tx.job.updateMany({ where: { ...fills, status: "queued" }, data: { status: "cancelled", endedAt: now } });
  await tx.job.updateMany({ where: { ...fills, status: { in: [...UNENDED] } }, data: { cancelRequestedAt: now } });
}
