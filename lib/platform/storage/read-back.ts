import "server-only";
import { randomUUID } from "node:crypto";
import { AppError } from "../errors";
import { createDigests, digested } from "./digest-stream";
import { readAhead } from "./read-ahead";
import type { ByteSource, StagedObject, Storage } from "./storage";

/** What is made durable at once, and read back while more arrives: what a crash costs at most. Unit: bytes. */
export const SEGMENT_BYTES = 64 * 1024 * 1024;

/**
 * Reads a staged object back behind its growth and digests what stands there. A part is read from the disk soon after it became
 * durable, while more arrives.
 */
export class ReadBack {
  private readonly digests = createDigests(["sha256"]);
  private endBytes = 0;
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly staged: StagedObject,
    private readonly signal: AbortSignal,
  ) {}

  /** What stands before `endBytes` is durable; may be called again before it has been read. */
  upTo(endBytes: number): void {
    const start = this.endBytes;
    if (endBytes <= start) return;
    this.endBytes = endBytes;
    this.reading = this.reading.then(() => this.read(start, endBytes));
    this.reading.catch(() => undefined); // whoever asks for the digest meets it
  }

  /** SHA-256 in hex of all that stands there. Errors: the signal's, those of the store. */
  async sha256(): Promise<string> {
    await this.reading;
    return (await this.digests.digest()).sha256;
  }

  /** Waits for what is being read, whatever became of it. */
  async close(): Promise<void> {
    await this.reading.catch(() => undefined);
    this.digests.close();
  }

  private async read(start: number, end: number): Promise<void> {
    const object = await this.staged.open();
    try {
      for await (const chunk of readAhead(object, start, end)) {
        this.signal.throwIfAborted();
        await this.digests.update(chunk);
      }
    } finally {
      await object.close();
    }
  }
}

export interface ProvenPut {
  readonly storage: Storage;
  readonly key: string;
  readonly source: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  /** What is made durable at once. Unit: bytes. */
  readonly segmentBytes?: number;
}

/**
 * Stores a stream and reads it back where it stands, while more of it arrives. It is visible under its key only when that is what was
 * sent; otherwise nothing is left, but of a process that was killed what had arrived. Errors: `digestMismatch`, those of the source and the store, the signal's.
 */
export async function putProven({ storage, key, ...sending }: ProvenPut): Promise<{ sizeBytes: number; sha256: string }> {
  const staged = await storage.stage(`put-${randomUUID()}`);
  const digests = createDigests(["sha256"]);
  const readBack = new ReadBack(staged, sending.signal);
  try {
    const sizeBytes = await appendAll(staged, { ...sending, source: digested(sending.source, digests) }, readBack);
    const { sha256 } = await digests.digest();
    if ((await readBack.sha256()) !== sha256) throw new AppError("digestMismatch", { construct: "object" });
    await staged.publish(key);
    return { sizeBytes, sha256 };
  } finally {
    await readBack.close();
    digests.close();
    await staged.discard(); // after a publish there is nothing
  }
}

async function appendAll(
  staged: StagedObject,
  { source, signal, segmentBytes = SEGMENT_BYTES }: Omit<ProvenPut, "storage" | "key">,
  readBack: ReadBack,
): Promise<number> {
  const segments = new Segments(source);
  try {
    let end = 0;
    while (!segments.ended) {
      end = await staged.append(segments.next(segmentBytes), end, signal);
      signal.throwIfAborted();
      if (segments.failure !== undefined) throw segments.failure.error;
      readBack.upTo(end);
    }
    return end;
  } finally {
    await segments.close();
  }
}

/** Cuts a stream into pieces that are streams themselves. */
class Segments {
  readonly #chunks: AsyncIterator<Uint8Array>;
  ended = false;
  /** Why the stream broke off. A store only tells how much had arrived. */
  failure: { readonly error: unknown } | undefined;

  constructor(source: ByteSource) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** From where the last one ended, of so many bytes or, as chunks stay whole, a little more. */
  async *next(segmentBytes: number): AsyncGenerator<Uint8Array> {
    for (let bytes = 0; bytes < segmentBytes; ) {
      const chunk = await this.#take();
      if (chunk === undefined) return;
      bytes += chunk.length;
      yield chunk;
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #take(): Promise<Uint8Array | undefined> {
    try {
      const taken = await this.#chunks.next();
      if (taken.done !== true) return taken.value;
    } catch (error) {
      this.failure = { error };
      this.ended = true;
      throw error;
    }
    this.ended = true;
    return undefined;
  }
}
