import "server-only";
import { promises as fs } from "node:fs";
import type { Readable } from "node:stream";
import { AppError } from "../../errors";
import type { ByteRange } from "../storage";
import { guarded } from "./durable";

/** Reads of this size move more than 1.7 GB/s over HTTP; smaller ones cost more calls, larger ones only memory. */
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

/** Reads so many bytes, fewer at the end of the file. Errors: `notFound`; `invalidArgument` for a negative place or length. */
export async function readPart(file: string, offset: number, length: number): Promise<Buffer> {
  const valid = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
  if (!valid) throw new AppError("invalidArgument", { field: "range" });
  const handle = await guarded(fs.open(file, "r"));
  try {
    const { size } = await guarded(handle.stat());
    const part = Buffer.allocUnsafe(Math.max(0, Math.min(length, size - offset)));
    let filled = 0;
    while (filled < part.length) {
      const { bytesRead } = await guarded(handle.read(part, filled, part.length - filled, offset + filled));
      if (bytesRead === 0) throw new AppError("storageUnavailable", { reason: "truncated" });
      filled += bytesRead;
    }
    return part;
  } finally {
    await handle.close();
  }
}
