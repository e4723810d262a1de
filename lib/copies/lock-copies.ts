import "server-only";
import { COPY_JOB_KINDS } from "@/lib/jobs/model";
import type { Tx } from "@/lib/platform/db/client";

export interface Copies {
  /** In the queue or being worked on, all regions together (AMB-02). */
  readonly running: number;
  readonly waiting: number;
}

/**
 * Counts the copies of an account and holds the count until the transaction ends: whoever begins one, or lets one begin, waits here
 * for the other. Lock order: images, then this, then jobs.
 */
export async function lockCopies(tx: Tx, accountId: string): Promise<Copies> {
  await tx.$queryRaw`SELECT 1 FROM "Account" WHERE "id" = ${accountId}::uuid FOR NO KEY UPDATE`;
  const where = { accountId, kind: { in: [...COPY_JOB_KINDS] }, status: { in: ["queued" as const, "running" as const] } };
  const groups = await tx.job.groupBy({ by: ["held"], where, _count: { _all: true } });
  const count = (held: boolean) => groups.find((group) => group.held === held)?._count._all ?? 0;
  return { running: count(false), waiting: count(true) };
}
