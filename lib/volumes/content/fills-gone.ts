import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";

/** A fill that was told to stop is gone by then, or its worker is dead and another has taken note. Unit: ms. */
const FILLS_GONE_MS = 60_000;
const POLL_MS = 100;

/** Waits until nobody fills these disks; the caller has told fills to stop (`holdFills`). Errors: `storageUnavailable` { filling }, that of the signal. */
export async function fillsGone(volumeIds: readonly string[], signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + FILLS_GONE_MS;
  const running = { kind: "fillVolume", volumeId: { in: [...volumeIds] }, status: { in: ["queued" as const, "running" as const] } };
  while ((await db().job.count({ where: running })) > 0) {
    signal.throwIfAborted();
    if (Date.now() > deadline) throw new AppError("storageUnavailable", { reason: "filling" });
    await delay(POLL_MS);
  }
}
