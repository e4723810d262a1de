import "server-only";
import { finished, type Readable } from "node:stream";
import { AppError } from "../errors";
import { BlockRing } from "./block-ring";
import type { Digests } from "./digest-stream";

export interface GatherOptions {
  /** Given every byte, in the same memory that the driver writes from. */
  readonly digests?: Pick<Digests, "update">;
  /** More bytes than this are `payloadTooLarge`. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/** Received between two collections, by all streams of the process. Unit: bytes. */
const COLLECT_BYTES = 32 * 1024 * 1024;
let uncollectedBytes = 0;

/**
 * Frees the memory of chunks that have been copied. V8 leaves it until there are 64 MiB and then marks its whole heap: in a process that
 * keeps a console's pages this takes half of the time of an upload. A collection of what is young finds all of it in two milliseconds. Needs
 * `--expose-gc`, without which nothing is done.
 */
function collect(receivedBytes: number): void {
  uncollectedBytes += receivedBytes;
  if (uncollectedBytes < COLLECT_BYTES) return;
  uncollectedBytes = 0;
  globalThis.gc?.({ type: "minor" });
}

/**
 * Turns the small chunks of a stream (an HTTP request) into blocks of 1 MiB for `put` and `append`, while threads compute
 * `digests` of the same memory: each byte is copied once. When the stream breaks off, what had arrived comes first, then the
 * error. Give `signal` here and not to `append`, and what had arrived before an abort is kept. The stream is never destroyed, so
 * that a request can still be answered; it is paused when the reader stops early. After an append, the digests stand for the
 * staged bytes only if their `sizeBytes` is the end that `append` answered: else rebuild them from `read`.
 */
export function gather(source: Readable, options: GatherOptions): AsyncGenerator<Uint8Array> {
  source.on("error", () => undefined); // until the first block is asked for, nobody else listens
  return gathered(source, options);
}

async function* gathered(source: Readable, { digests, maxBytes, signal }: GatherOptions): AsyncGenerator<Uint8Array> {
  const ring = new BlockRing(() => source.resume());
  const limit = maxBytes ?? Number.POSITIVE_INFINITY;
  let received = 0;
  const onData = (chunk: Uint8Array) => {
    received += chunk.length;
    if (received > limit) stop(new AppError("payloadTooLarge", { maxBytes: limit }));
    else if (!ring.give(chunk)) source.pause();
    collect(chunk.length);
  };
  const stop = (error: unknown) => {
    source.off("data", onData);
    source.pause();
    ring.end(error);
  };
  const onAbort = () => stop(signal?.reason);
  const forget = finished(source, { writable: false }, (error) => ring.end(error ?? undefined));
  signal?.addEventListener("abort", onAbort);
  if (signal?.aborted) onAbort();
  else source.on("data", onData);
  try {
    for (;;) {
      const block = await ring.take();
      if (block === undefined) return;
      const hashed = digests?.update(block);
      // A failed digest shows when it is asked for; here it must only not go unhandled.
      const seen = hashed?.catch(() => undefined);
      try {
        yield block;
      } finally {
        if (seen === undefined) ring.release(block);
        else void seen.then(() => ring.release(block));
      }
    }
  } finally {
    forget();
    signal?.removeEventListener("abort", onAbort);
    stop(undefined);
    ring.close();
  }
}
