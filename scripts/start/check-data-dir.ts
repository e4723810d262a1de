import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import path from "node:path";
import { StartError } from "@/lib/platform/env";

/** Space without which PostgreSQL cannot even recover. Unit: bytes. */
const MIN_FREE_BYTES = 256 * 1024 * 1024;

/** Makes sure the data folder can be written and has room. Throws a `StartError` that says which of the two it lacks. */
export async function checkDataDir(dataDir: string): Promise<void> {
  // A name of its own: other processes may start in the same folder at this moment.
  const probe = path.join(dataDir, `.write-probe-${process.pid}`);
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await writeFile(probe, Buffer.alloc(4096, 1));
    await rm(probe);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code; // fs errors always carry a code
    if (code === "ENOSPC") throw noRoom(dataDir);
    throw new StartError(
      `The data folder ${dataDir} cannot be written (${code ?? "unknown"}). Give this user the right to, or set IMS_DATA_DIR to another folder.`,
    );
  }
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize < MIN_FREE_BYTES) throw noRoom(dataDir);
}

function noRoom(dataDir: string): StartError {
  return new StartError(`The data folder ${dataDir} has less than 256 MiB of room left. Free some, or set IMS_DATA_DIR to another disk.`);
}
