import { mkdtemp, rm, stat } from "node:fs/promises";
import path from "node:path";
import { inspectDisk } from "@/lib/disk/inspect";
import { openFileAccess } from "@/lib/disk/inspect/file-access";
import { type DiskFacts, type DiskFormat, TIB } from "@/lib/disk/model";
import { serveFile } from "@/lib/disk/pipeline/serve-file";
import type { ServedDisk } from "@/lib/disk/pipeline/served-disk";
import { whatNameSays } from "@/lib/disk/unwrap/format-of-name";
import { unwrapDisk, type Wrapper } from "@/lib/disk/unwrap/unwrap-disk";
import type { Context } from "./context";

/** Largest disk the tool opens. Unit: bytes. */
const DISK_MAX_BYTES = 32 * TIB;

/** A disk file, looked into. */
export interface OpenedDisk {
  /** As it was named. */
  readonly file: string;
  /** Where its disk stands: the file itself, or what was unpacked of it. */
  readonly path: string;
  readonly facts: DiskFacts;
  readonly fileSizeBytes: number;
  /** What the file takes on the host's disk. */
  readonly allocatedBytes: number;
  readonly wrapper?: Wrapper;
  readonly innerName?: string;
  /** What its name says, where that is not what it is. */
  readonly nameSays?: string;
  /** For what else is unpacked. */
  readonly folder: string;
}

/** Takes a file out of what it is wrapped in, looks inside, and works on it; what was unpacked is removed whatever happens. */
export async function withDisk<Result>(
  { file, declared }: { readonly file: string; readonly declared?: DiskFormat },
  context: Context,
  work: (disk: OpenedDisk) => Promise<Result>,
): Promise<Result> {
  const { size, blocks } = await stat(file);
  const folder = await mkdtemp(path.join(context.scratch, "ims-img-"));
  try {
    const unwrapped = await context.withProgress("unpack ", (onProgress) =>
      unwrapDisk(file, { folder, limitBytes: DISK_MAX_BYTES, signal: context.signal, onProgress }),
    );
    const access = await openFileAccess(unwrapped.path);
    const facts = await inspectDisk(access, { declared, limitBytes: DISK_MAX_BYTES }).finally(() => access.close());
    const nameSays = whatNameSays(path.basename(file), { format: facts.format, wrapper: unwrapped.wrapper });
    const sizes = { fileSizeBytes: size, allocatedBytes: blocks * 512 };
    return await work({ file, facts, folder, ...sizes, ...unwrapped, ...(nameSays !== undefined && { nameSays }) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Serves a disk while work runs. */
export async function whileServed<Result>(
  { path: file, facts, folder }: OpenedDisk,
  signal: AbortSignal,
  work: (served: ServedDisk) => Promise<Result>,
): Promise<Result> {
  const served = await serveFile({ path: file, facts, folder, signal });
  try {
    return await work(served);
  } finally {
    await served.close();
  }
}
