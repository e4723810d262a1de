import "server-only";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ByteRange, Storage } from "./storage";

export interface Sending {
  readonly storage: Storage;
  readonly key: string;
  readonly range?: ByteRange;
  /** The response, its head already written. Ended, or destroyed on an error. */
  readonly sink: Writable;
  readonly signal?: AbortSignal;
}

/**
 * Sends an object, or a range of it. A client that hangs up as soon as it has its last byte is no error. Memory: two reads of
 * the driver (1 MiB each). Errors: `notFound` and `invalidArgument` before the first byte; the sink's own.
 */
export async function sendObject({ storage, key, range, sink, signal }: Sending): Promise<void> {
  const source = await storage.get(key, range);
  try {
    await pipeline(source, sink, { signal });
  } catch (error) {
    const gone = error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
    if (!(gone && source.readableEnded)) throw error;
  }
}
