import "server-only";
import { promises as fs } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import path from "node:path";
import { addAbortSignal, Readable } from "node:stream";
import { EarlySync } from "../../early-sync";
import { AppError, isAppError } from "../../errors";
import type { ByteSource } from "../storage";
import { InOrderWriter } from "./in-order-writer";

const FOLDER_MODE = 0o750;
const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const UNAVAILABLE = new Set([
  "EROFS",
  "EACCES",
  "EPERM",
  "EIO",
  "ENOTDIR",
  "ESTALE",
  "ENODEV",
  "EMFILE",
  "ENFILE",
  "ENOTCONN",
  "ETIMEDOUT",
]);

/** Awaits file system work and speaks of its failure in the words of the Storage contract. Other errors pass unchanged. */
export async function guarded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (code === "ENOENT") throw new AppError("notFound", {}, { cause });
    if (FULL.has(code)) throw new AppError("storageFull", {}, { cause });
    if (UNAVAILABLE.has(code)) throw new AppError("storageUnavailable", { reason: code }, { cause });
    throw cause;
  }
}

export function isMissing(error: unknown): boolean {
  return isAppError(error) && error.code === "notFound";
}

/** Errors: `invalidArgument` for a link, a folder or anything else that is not a file by itself, `notFound`. */
export async function assertPlainFile(file: string): Promise<void> {
  const found = await guarded(fs.lstat(file));
  if (!found.isFile() || found.nlink !== 1) throw new AppError("invalidArgument", { field: "file" });
}

/** What `signal` asks to end with: its own AppError, else `cancelled`. */
export function abortError(signal: AbortSignal): AppError {
  return isAppError(signal.reason) ? signal.reason : new AppError("cancelled");
}

/** Must be called before anything is awaited: an error of a stream that nobody listens to yet would end the process. */
export function holdSource(source: ByteSource, signal: AbortSignal | undefined): void {
  if (!(source instanceof Readable)) return;
  source.on("error", () => undefined);
  if (signal !== undefined) addAbortSignal(signal, source);
}

/**
 * Writes a held source from `offsetBytes` on; answers the end and what cut the source short, if anything. Throws only what the file system
 * says: the bytes before that stay in the file, too.
 */
export async function writeSource(
  file: FileHandle,
  source: ByteSource,
  offsetBytes: number,
  signal: AbortSignal | undefined,
): Promise<{ end: number; cutBy?: unknown }> {
  const chunks = source[Symbol.asyncIterator]();
  const writer = new InOrderWriter(file, offsetBytes);
  const early = new EarlySync(() => guarded(file.datasync()), offsetBytes);
  let cutBy: unknown;
  try {
    for (;;) {
      const step = await chunks.next().catch((error: unknown) => ({ error }));
      if (signal?.aborted) cutBy = abortError(signal);
      else if ("error" in step) cutBy = step.error;
      if (cutBy !== undefined || "error" in step || step.done) break;
      await guarded(writer.write(step.value));
      early.wroteTo(writer.endBytes);
    }
  } finally {
    await chunks.return?.();
    await guarded(writer.finish());
    await early.end();
  }
  return { end: writer.endBytes, ...(cutBy === undefined ? {} : { cutBy }) };
}

/** Creates a folder and its parents, durably. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await guarded(fs.mkdir(folder, { recursive: true, mode: FOLDER_MODE }));
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) await syncPath(path.dirname(made));
}

/** Makes a file, or the names in a folder, durable. */
export async function syncPath(target: string): Promise<void> {
  const handle = await guarded(fs.open(target, "r"));
  try {
    await guarded(handle.sync());
  } finally {
    await handle.close();
  }
}

/** Moves a durable file to its final name, whole and durably. A folder that is pruned away at the same time is made again. */
export async function moveInto(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await makeFolder(path.dirname(to));
    try {
      await guarded(fs.rename(from, to));
      return await syncPath(path.dirname(to));
    } catch (error) {
      const pruned = isMissing(error) && attempt < 10 && (await exists(from));
      if (!pruned) throw error;
    }
  }
}

async function exists(file: string): Promise<boolean> {
  return await fs.access(file).then(
    () => true,
    () => false,
  );
}
