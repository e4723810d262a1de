import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 5;
const LIMIT_MS = 180_000;

/** Waits for something to become so. Errors: an `Error` when it does not within three minutes. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error("it did not happen in time");
    await delay(POLL_MS);
  }
}
