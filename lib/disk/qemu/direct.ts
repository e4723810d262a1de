import { constants } from "node:fs";
import { open, rm } from "node:fs/promises";

// Whether the file system lets a tool pass its page cache: not all do, and a tool that is told to would fail.

/** Of a file that is there. */
export function canReadDirect(file: string): Promise<boolean> {
  return opens(file, constants.O_RDONLY);
}

/** Of a file that is not there yet, nor afterwards: Linux makes it before it refuses. */
export async function canWriteDirect(file: string): Promise<boolean> {
  try {
    return await opens(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL);
  } finally {
    await rm(file, { force: true });
  }
}

async function opens(file: string, flags: number): Promise<boolean> {
  const handle = await open(file, flags | constants.O_DIRECT).catch(() => undefined);
  await handle?.close();
  return handle !== undefined;
}
