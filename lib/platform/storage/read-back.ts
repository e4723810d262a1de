import "server-only";
import { randomUUID } from "node:crypto";
import { AppError } from "../errors";
import { createDigests } from "./digest-stream";
import { readAhead } from "./read-ahead";
import type { ByteSource, StagedObject, Storage } from "./storage";

/** What is made durable at once, and read back while more arrives: what a crash costs at most. Unit: bytes. */
export const SEGMENT_BYTES = 64 * 1024 * 1024;
/** The same where two of them are kept in memory. Unit: bytes. */
const KEPT_SEGMENT_BYTES = 16 * 1024 * 1024;

/**
 * Reads a staged object back behind its growth and digests what stands there. A part is read from the disk soon after it became
 * durable, while more arrives. `sent`: what it must be; without it the digest tells.
 */
export class ReadBack {
  private readonly digests = createDigests(["sha256"]);
  private endBytes = 0;
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly staged: StagedObject,
    private readonly signal: AbortSignal,
    private readonly sent?: SentBytes,
  ) {}

  /** What stands before `endBytes` is durable; may be called again before it has been read. */
  upTo(endBytes: number): void {
    const start = this.endBytes;
    if (endBytes <= start) return;
    this.endBytes = endBytes;
    this.reading = this.reading.then(() => this.read(start, endBytes));
    this.reading.catch(() => undefined); // whoever asks for the digest meets it
  }

  /** Waits until all that is known to be durable has been read. Errors: those of `sha256`. */
  async caughtUp(): Promise<void> {
    await this.reading;
  }

  /** SHA-256 in hex of all that stands there. Errors: `digestMismatch` where it is not what was sent, the signal's, those of the store. */
  async sha256(): Promise<string> {
    await this.caughtUp();
    if (this.sent?.hasMore) throw new AppError("digestMismatch", { construct: "object" });
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
        if (this.sent?.isNext(chunk) === false) throw new AppError("digestMismatch", { construct: "object" });
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
 * Stores a stream and reads it back where it stands, while more of it arrives: each byte is compared with the one that was sent, and the
 * digest is of what was found. It is visible under its key only when all of it is right; otherwise nothing is left, but of a process that
 * was killed what had arrived. Keeps two segments in memory. Errors: `digestMismatch`, those of the source and the store, the signal's.
 */
export async function putProven({ storage, key, ...sending }: ProvenPut): Promise<{ sizeBytes: number; sha256: string }> {
  const staged = await storage.stage(`put-${randomUUID()}`);
  const sent = new SentBytes();
  const readBack = new ReadBack(staged, sending.signal, sent);
  try {
    const sizeBytes = await appendAll(staged, { ...sending, source: sent.of(sending.source) }, readBack);
    const sha256 = await readBack.sha256();
    await staged.publish(key);
    return { sizeBytes, sha256 };
  } finally {
    await readBack.close();
    sent.close();
    await staged.discard(); // after a publish there is nothing
  }
}

async function appendAll(
  staged: StagedObject,
  { source, signal, segmentBytes = KEPT_SEGMENT_BYTES }: Omit<ProvenPut, "storage" | "key">,
  readBack: ReadBack,
): Promise<number> {
  const segments = new Segments(source);
  try {
    let end = 0;
    while (!segments.ended) {
      end = await staged.append(segments.next(segmentBytes), end, signal);
      signal.throwIfAborted();
      if (segments.failure !== undefined) throw segments.failure.error;
      await readBack.caughtUp(); // what was sent is kept until then: no more than two segments
      readBack.upTo(end);
    }
    return end;
  } finally {
    await segments.close();
  }
}

/** Of the memory for what was sent: large enough for the system to have it back at once. Unit: bytes. */
const PIECE_BYTES = 4 * 1024 * 1024;

/** What was sent and has not been found again yet, in memory that is used again. */
class SentBytes {
  private readonly pieces: Uint8Array<ArrayBuffer>[] = [];
  private readonly free: Uint8Array<ArrayBuffer>[] = [];
  /** Bytes of the last piece that were sent, and of the first that were found. */
  private filled = 0;
  private found = 0;

  /** Hands a source on and keeps what it gives. */
  async *of(source: ByteSource): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.keep(chunk);
      yield chunk;
    }
  }

  /** Gives the memory back, which would else wait for the garbage collector. */
  close(): void {
    for (const { buffer } of [...this.pieces.splice(0), ...this.free.splice(0)]) buffer.transfer(0);
  }

  /** Whether something was sent that has not been found. */
  get hasMore(): boolean {
    return this.pieces.length > 1 || (this.pieces.length === 1 && this.found < this.filled);
  }

  /** Whether these bytes come next; those that do are forgotten. */
  isNext(bytes: Uint8Array): boolean {
    for (let rest = bytes; rest.length > 0; ) {
      const [piece] = this.pieces;
      const end = Math.min(PIECE_BYTES, this.found + rest.length);
      const here = rest.subarray(0, end - this.found);
      if (piece === undefined || Buffer.compare(piece.subarray(this.found, end), here) !== 0) return false;
      rest = rest.subarray(here.length);
      this.found = end;
      if (end === PIECE_BYTES) this.forget(piece);
    }
    return true;
  }

  private keep(bytes: Uint8Array): void {
    for (let rest = bytes; rest.length > 0; ) {
      const piece = this.pieces.length > 0 && this.filled < PIECE_BYTES ? this.pieces.at(-1) : undefined;
      const room = piece ?? this.nextPiece();
      const part = rest.subarray(0, PIECE_BYTES - this.filled);
      room.set(part, this.filled);
      this.filled += part.length;
      rest = rest.subarray(part.length);
    }
  }

  private nextPiece(): Uint8Array<ArrayBuffer> {
    const piece = this.free.pop() ?? new Uint8Array(PIECE_BYTES);
    this.pieces.push(piece);
    this.filled = 0;
    return piece;
  }

  private forget(piece: Uint8Array<ArrayBuffer>): void {
    this.pieces.shift();
    this.free.push(piece);
    this.found = 0;
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
