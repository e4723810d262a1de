import "server-only";
import { db } from "@/lib/platform/db/client";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { stopQueue } from "@/lib/platform/queue/boss";
import { abortRunning, work } from "@/lib/platform/queue/work";
import { DiskExports } from "@/lib/volumes/disk-exports";
import { REGISTRY } from "./registry";
import { startSweeping } from "./sweep";

/** How long running jobs get to notice that they are to be handed back. Unit: seconds. */
const GRACE_SECONDS = 15;

/** The worker process: takes jobs from the queue and serves image disks to this host's volumes until it is told to stop. */
export async function startWorker(): Promise<void> {
  const exports = new DiskExports();
  await exports.start();
  const heavy = env().IMS_WORKER_SLOTS;
  for (const [kind, { task, slots }] of Object.entries(REGISTRY)) await work(kind, task, slots === "heavy" ? heavy : slots);
  const stopSweeping = startSweeping();
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    stopSweeping();
    abortRunning();
    await stopQueue(GRACE_SECONDS);
    await exports.stop();
    await db().$disconnect();
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop());
  process.on("disconnect", () => void stop());
  log.info({ slots: heavy }, "worker ready");
  process.send?.("ready");
}
