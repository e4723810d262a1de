import { stat } from "node:fs/promises";
import { join } from "node:path";
import { VIRTUAL_SIZE_MAX_BYTES } from "../inspect/constraints";
import { openFileAccess } from "../inspect/file-access";
import { refuse } from "../inspect/refusal";
import { sniffHeader } from "../inspect/sniff";
import type { DiskProgress } from "../model";
import { CHUNK_BYTES, DATA_FREE_BYTES, DATA_MAX_RATIO, FILE_OVERHEAD } from "./constraints";
import { decompress } from "./decompress";
import { findOvaDisk, readOvaDisk } from "./ova";
import { SparseFile } from "./sparse-file";

/** What a disk may come wrapped in. */
export const WRAPPERS = ["gzip", "xz", "zstd", "ova"] as const;
export type Wrapper = (typeof WRAPPERS)[number];

export interface UnwrapOptions {
  /** A folder of a local disk with room for the unwrapped file; whoever made it removes it. */
  readonly folder: string;
  /** Largest disk that will be taken. Unit: bytes. */
  readonly limitBytes?: number;
  readonly signal?: AbortSignal;
  /** In bytes of the wrapped file. */
  readonly onProgress?: (progress: DiskProgress) => void;
}

export interface UnwrappedDisk {
  /** The file itself, or what was in it, in the folder. */
  readonly path: string;
  /** Absent when the file was not wrapped. */
  readonly wrapper?: Wrapper;
  /** Name of the disk inside of a package. */
  readonly innerName?: string;
}

/** What is too much of a compressed file, as a refusal names it. */
const TOO_MUCH = {
  gzip: { size: "gzip.size", ratio: "gzip.ratio" },
  xz: { size: "xz.size", ratio: "xz.ratio" },
  zstd: { size: "zstd.size", ratio: "zstd.ratio" },
} as const;

const HEAD_BYTES = 33 * 1024;
const TAIL_BYTES = 512;

/**
 * Takes a disk file out of what it came wrapped in: gzip, xz, zstd, or an OVA of one disk. Told by content; a file that is not wrapped,
 * or could be two things, is answered as it is, for `inspectDisk` to judge. One layer only: what is inside must be a disk. Zeros are
 * left out of the unwrapped file. A bomb ends early: `limitBytes` bounds the length, and the bytes other than zeros may not be more
 * than 200 times the compressed ones.
 * Errors: `decompressionLimit` with `construct` `<wrapper>.size` or `<wrapper>.ratio`; `truncatedImage`, `corruptImage`, also by checksum;
 * those of `findOvaDisk`; `storageFull`, `toolFailed`, `cancelled`.
 */
export async function unwrapDisk(path: string, options: UnwrapOptions): Promise<UnwrappedDisk> {
  const wrapper = await wrapperOf(path);
  if (wrapper === undefined) return { path };
  const target = join(options.folder, "unwrapped");
  const innerName = wrapper === "ova" ? await extract(path, target, options) : await unpack(path, target, { ...options, wrapper });
  return { path: target, wrapper, ...(innerName !== undefined && { innerName }) };
}

/** What a file is wrapped in, by content; undefined where it is not, or could be two things. Reads its first and last bytes. */
export async function wrapperOf(path: string): Promise<Wrapper | undefined> {
  const file = await openFileAccess(path);
  try {
    const { sizeBytes } = file;
    const head = await file.read(0, Math.min(HEAD_BYTES, sizeBytes));
    const tail = await file.read(Math.max(0, sizeBytes - TAIL_BYTES), Math.min(TAIL_BYTES, sizeBytes));
    const { container } = sniffHeader(head, tail, sizeBytes);
    return container === "tar" ? "ova" : WRAPPERS.find((wrapper) => wrapper === container);
  } finally {
    await file.close();
  }
}

async function unpack(
  path: string,
  target: string,
  { wrapper, limitBytes, signal, onProgress }: UnwrapOptions & { readonly wrapper: Exclude<Wrapper, "ova"> },
): Promise<undefined> {
  const { size } = await stat(path);
  const maxBytes = maxFileBytes(limitBytes);
  const maxDataBytes = DATA_FREE_BYTES + DATA_MAX_RATIO * size;
  const onRead = (doneBytes: number) => onProgress?.({ doneBytes, totalBytes: size });
  await fill(target, decompress({ path, compression: wrapper, signal, onRead }), (file) => {
    if (file.sizeBytes > maxBytes) refuse("decompressionLimit", { construct: TOO_MUCH[wrapper].size, found: `> ${maxBytes}` });
    if (file.dataBytes > maxDataBytes) refuse("decompressionLimit", { construct: TOO_MUCH[wrapper].ratio, found: `> ${DATA_MAX_RATIO}` });
  });
}

async function extract(path: string, target: string, { limitBytes, signal, onProgress }: UnwrapOptions): Promise<string> {
  const source = await openFileAccess(path);
  try {
    const disk = await findOvaDisk(source);
    const totalBytes = disk.member.length;
    if (totalBytes > maxFileBytes(limitBytes)) refuse("imageTooLarge", { construct: "ova.disk", found: String(totalBytes) });
    await fill(target, readOvaDisk(source, disk, signal), ({ sizeBytes }) => onProgress?.({ doneBytes: sizeBytes, totalBytes }));
    return disk.member.name;
  } finally {
    await source.close();
  }
}

async function fill(target: string, bytes: AsyncIterable<Buffer>, check: (file: SparseFile) => void): Promise<void> {
  const file = await SparseFile.create(target);
  try {
    for await (const chunk of bytes) {
      for (let at = 0; at < chunk.length; at += CHUNK_BYTES) {
        await file.append(chunk.subarray(at, at + CHUNK_BYTES));
        check(file);
      }
    }
    await file.finish();
  } finally {
    await file.abandon();
  }
}

function maxFileBytes(limitBytes = VIRTUAL_SIZE_MAX_BYTES): number {
  return limitBytes * FILE_OVERHEAD.factor + FILE_OVERHEAD.bytes;
}
