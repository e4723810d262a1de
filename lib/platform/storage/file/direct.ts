import "server-only";
import { constants, promises as fs } from "node:fs";
import type { FileHandle } from "node:fs/promises";

/**
 * Opens an open file once more, for transfers past the system's page cache: what is written once and read in order would only push from
 * memory what is read again, and on a virtual machine fresh pages cost several times what the transfer does. Undefined where the file
 * system cannot.
 */
export async function openDirect(file: FileHandle, mode: "read" | "write"): Promise<FileHandle | undefined> {
  const access = mode === "read" ? constants.O_RDONLY : constants.O_WRONLY;
  return await fs.open(`/proc/self/fd/${file.fd}`, access | constants.O_DIRECT).catch(() => undefined);
}

/** The file system, or the disk under it, wants another alignment: the same transfer goes by the page cache. */
export function isRefusedDirect(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "EINVAL" || error.code === "EOPNOTSUPP");
}
