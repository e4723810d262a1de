import { expect } from "vitest";
import { db } from "@/lib/platform/db/client";
import { HEARTBEAT_SECONDS } from "@/lib/platform/queue/boss";

/** The pause of the queue before a second delivery, and how long a worker with nothing to do sleeps then. Unit: seconds. */
const PAUSE_SECONDS = 2;
const SLEEP_SECONDS = 5;

/** The longest time `passSilence` saves; what a test allows for a take-over is shorter by it. Unit: ms. */
export const SAVED_MS = (HEARTBEAT_SECONDS + PAUSE_SECONDS + SLEEP_SECONDS) * 1000;

/**
 * Lets the time pass at once in which nothing happens after a worker's end: the silence until its jobs count as lost, the pause before they are
 * delivered again. That they are lost is for the living workers to notice, and what follows is theirs to do. Names no job of a living worker.
 */
export async function passSilence(jobIds: readonly string[]): Promise<void> {
  const ids = [...jobIds];
  await db().$executeRaw`
    UPDATE pgboss.job SET heartbeat_on = heartbeat_on - heartbeat_seconds * interval '1s' WHERE id = ANY(${ids}::uuid[]) AND state = 'active'`;
  const held = async () => {
    const [row] = await db().$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pgboss.job WHERE id = ANY(${ids}::uuid[]) AND state = 'active' AND retry_count = 0`;
    return row?.count;
  };
  await expect.poll(held, { timeout: 30_000, interval: 100 }).toBe(0);
  await db().$executeRaw`UPDATE pgboss.job SET start_after = now() WHERE id = ANY(${ids}::uuid[]) AND state = 'retry'`;
  await db().$queryRaw`
    SELECT pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), name)::text
    FROM (SELECT DISTINCT name FROM pgboss.job WHERE id = ANY(${ids}::uuid[])) AS queues`;
}
