import "server-only";
import { randomUUID } from "node:crypto";
import { mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { env } from "../env";

/** How often a folder in use is touched; far more often than sweeping waits. */
const TOUCH_MS = 5 * 60_000;

const scratchRoot = () => path.join(env().dataDir, "scratch");

/** Gives work a folder of the data directory for files of many gigabytes, and removes it whatever happens. A crash leaves it to `sweepScratch`. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = path.join(scratchRoot(), randomUUID());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const touch = () => void utimes(folder, new Date(), new Date()).catch(() => undefined);
  const timer = setInterval(touch, TOUCH_MS).unref();
  try {
    return await work(folder);
  } finally {
    clearInterval(timer);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes the folders no living process has touched since `before`, which is to be an hour ago or more. Answers how many. */
export async function sweepScratch(before: Date): Promise<number> {
  const names = await readdir(scratchRoot()).catch(() => []);
  let removed = 0;
  for (const name of names) {
    const folder = path.join(scratchRoot(), name);
    const found = await stat(folder).catch(() => undefined);
    if (found === undefined || found.mtime >= before) continue;
    await rm(folder, { recursive: true, force: true });
    removed++;
  }
  return removed;
}
