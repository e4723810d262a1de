import { PgBoss } from "pg-boss";
import { databaseUrl } from "../db/client";
import { log } from "../log";

/** One pg-boss per process, also when Next and the server bundle each carry a copy of this module. */
const holder = globalThis as typeof globalThis & { imsBoss?: Promise<PgBoss> }; // a process-wide slot has no other typed home

/** How soon a dead worker's job is somebody else's: silence this long, noticed within `MONITOR_SECONDS`. */
export const HEARTBEAT_SECONDS = 10;
const MONITOR_SECONDS = 3;

/**
 * pg-boss in a process that only enqueues (`worker: false`) or also works. It delivers, retries, expires and notices dead
 * workers; what users see of a job is our own `Job` row. Install it once with `installQueue` before.
 */
export function queue(options: { worker: boolean } = { worker: false }): Promise<PgBoss> {
  holder.imsBoss ??= start(options.worker);
  return holder.imsBoss;
}

/** Stops this process's pg-boss: running jobs get `graceSeconds` to end, then are handed back. */
export async function stopQueue(graceSeconds: number): Promise<void> {
  const started = holder.imsBoss;
  delete holder.imsBoss;
  if (started === undefined) return;
  const boss = await started;
  await boss.stop({ graceful: true, timeout: graceSeconds * 1000, close: true });
}

async function start(worker: boolean): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: databaseUrl(),
    max: worker ? 4 : 2,
    migrate: false,
    createSchema: false,
    supervise: worker,
    schedule: false,
    superviseIntervalSeconds: MONITOR_SECONDS,
    monitorIntervalSeconds: MONITOR_SECONDS,
    useListenNotify: worker,
  });
  boss.on("error", (error) => log.warn({ err: error }, "queue"));
  await boss.start();
  return boss;
}

/** Creates or updates the queue's tables and one queue per job kind. Run at start, under the migration lock. */
export async function installQueue(connectionString: string, kinds: readonly string[]): Promise<void> {
  const boss = new PgBoss({ connectionString, max: 1, supervise: false, schedule: false });
  boss.on("error", (error) => log.warn({ err: error }, "queue"));
  await boss.start();
  for (const kind of kinds) {
    const options = {
      // Our Job row decides when to give up; pg-boss only must not stop delivering before that.
      retryLimit: 50,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 30,
      expireInSeconds: 23 * 3600,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deleteAfterSeconds: 24 * 3600,
      notify: true,
    };
    if ((await boss.getQueue(kind)) === null) await boss.createQueue(kind, options);
    else await boss.updateQueue(kind, options);
  }
  await boss.stop({ graceful: false, close: true });
}
