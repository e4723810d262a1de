import "server-only";
import { promises as fs } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import type { Readable } from "node:stream";
import { isAligned } from "../../aligned-memory";
import { AppError } from "../../errors";
import type { ByteRange, OpenObject } from "../storage";
import { isRefusedDirect, openDirect } from "./direct";
import { guarded } from "./durable";

/** Smaller reads cost more calls, larger ones only memory. */
const READ_BYTES = 1024 * 1024;

/** Opens a file as a stream, or a range of it. Errors: `notFound`; `invalidArgument` for a range that is not inside. */
export async function openRange(file: string, range: ByteRange | undefined): Promise<Readable> {
  const handle = await guarded(fs.open(file, "r"));
  try {
    const { size } = await guarded(handle.stat());
    if (range !== undefined && !isInside(range, size)) throw new AppError("invalidArgument", { field: "range", size });
    return handle.createReadStream({ highWaterMark: READ_BYTES, ...range });
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function isInside({ start, end }: ByteRange, size: number): boolean {
  return Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end && end < size;
}

/** Reads so many bytes, fewer at the end of the file, into `room` if there is one. Errors: `notFound`; `invalidArgument` for a negative place or length. */
export async function readPart(file: string, offset: number, length: number, room?: Uint8Array): Promise<Buffer> {
  const valid = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
  if (!valid) throw new AppError("invalidArgument", { field: "range" });
  const object = await openWhole(file);
  try {
    const wanted = Math.max(0, Math.min(length, object.sizeBytes - offset));
    const part = room === undefined ? Buffer.allocUnsafe(wanted) : Buffer.from(room.buffer, room.byteOffset, wanted);
    await object.read(part, offset);
    return part;
  } finally {
    await object.close();
  }
}

/**
 * Holds a file open. Aligned memory is read past the page cache where the file system can: whoever brings it reads in order and once.
 * Errors: `notFound`; `storageUnavailable` when it turns out shorter than it was.
 */
export async function openWhole(file: string): Promise<OpenObject> {
  const handle = await guarded(fs.open(file, "r"));
  try {
    const { size } = await guarded(handle.stat());
    return new OpenFile(handle, size);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

class OpenFile implements OpenObject {
  private direct: Promise<FileHandle | undefined> | undefined;

  constructor(
    private readonly file: FileHandle,
    readonly sizeBytes: number,
  ) {}

  async read(into: Uint8Array, offsetBytes: number): Promise<number> {
    const wanted = Math.max(0, Math.min(into.length, this.sizeBytes - offsetBytes));
    let filled = isAligned(into, offsetBytes) ? Math.min(wanted, await this.readDirect(into, offsetBytes)) : 0;
    while (filled < wanted) {
      const { bytesRead } = await guarded(this.file.read(into, filled, wanted - filled, offsetBytes + filled));
      if (bytesRead === 0) throw new AppError("storageUnavailable", { reason: "truncated" });
      filled += bytesRead;
    }
    return wanted;
  }

  async close(): Promise<void> {
    await (await this.direct)?.close();
    await this.file.close();
  }

  /** Answers how many bytes came, none where this way is closed. */
  private async readDirect(into: Uint8Array, offsetBytes: number): Promise<number> {
    this.direct ??= openDirect(this.file, "read");
    const direct = await this.direct;
    if (direct === undefined) return 0;
    const read = direct.read(into, 0, into.length, offsetBytes).catch((error: unknown) => {
      if (isRefusedDirect(error)) return { bytesRead: 0 };
      throw error;
    });
    return (await guarded(read)).bytesRead;
  }
}
