import "server-only";
import { promises as fs } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import path from "node:path";
import { AppError, isAppError } from "../../errors";
import type { ByteSource, StagedObject, StoredObject } from "../storage";
import { guarded, holdSource, isMissing, syncPath, writeSource } from "./durable";
import { openRange, openWhole } from "./read";

const FILE_MODE = 0o640;
/** Staged files that an append of this process holds. */
const appending = new Set<string>();

/** Opens or creates a staged file. `publish` moves it out of the staging folder under a key. */
export async function openStaged(file: string, publish: (key: string) => Promise<StoredObject>): Promise<StagedObject> {
  const created = await guarded(fs.open(file, "a", FILE_MODE));
  await created.close();
  await syncPath(path.dirname(file));
  return {
    append: async (source, offsetBytes, signal) => {
      holdSource(source, signal);
      return await exclusively(file, () => append(file, source, offsetBytes, signal));
    },
    size: () => withFile(file, durableSize),
    read: (range) => openRange(file, range),
    open: () => openWhole(file),
    publish: (key) =>
      exclusively(file, async () => {
        await withFile(file, durableSize);
        return await publish(key);
      }),
    async discard() {
      await guarded(fs.unlink(file)).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
  };
}

async function append(file: string, source: ByteSource, offset: number, signal: AbortSignal | undefined): Promise<number> {
  return await withFile(file, async (handle) => {
    const size = await durableSize(handle);
    if (offset !== size) throw new AppError("conflict", { offset, size });
    const written = await writeSource(handle, source, offset, signal);
    const durable = await durableSize(handle);
    const refused = isAppError(written.cutBy) && !signal?.aborted;
    if (refused) throw written.cutBy;
    return durable;
  });
}

/** Syncs, then answers the size. Errors: `notFound` when the file was discarded meanwhile. */
async function durableSize(handle: FileHandle): Promise<number> {
  await guarded(handle.datasync());
  const { size, nlink } = await guarded(handle.stat());
  if (nlink === 0) throw new AppError("notFound");
  return size;
}

async function withFile<T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await guarded(fs.open(file, "r+"));
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

async function exclusively<T>(file: string, work: () => Promise<T>): Promise<T> {
  if (appending.has(file)) throw new AppError("conflict", { reason: "appending" });
  appending.add(file);
  try {
    return await work();
  } finally {
    appending.delete(file);
  }
}
