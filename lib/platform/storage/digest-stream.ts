import "server-only";
import { type Lane, openLane } from "./digest-pool";

export type DigestAlgorithm = "md5" | "sha256" | "sha512";
export type DigestsOf<A extends DigestAlgorithm> = Readonly<Record<A, string>>;

/** Digests of one stream of bytes, each computed on a thread of its own (while threads last). `close` it in a `finally`. */
export interface Digests<A extends DigestAlgorithm = DigestAlgorithm> {
  /** Bytes given so far. */
  readonly sizeBytes: number;
  /**
   * Adds bytes; resolves when they are in every digest. Bytes over a SharedArrayBuffer are not copied and must stay as they are
   * until then, others are copied at once. Rejects with `internal` when a thread died.
   */
  update(chunk: Uint8Array): Promise<void>;
  /** The digests of all bytes given so far, in lower-case hex. More may follow. */
  digest(): Promise<DigestsOf<A>>;
  close(): void;
}

export function createDigests<A extends DigestAlgorithm>(algorithms: readonly A[]): Digests<A> {
  const lanes: [A, Lane][] = algorithms.map((algorithm) => [algorithm, openLane(algorithm)]);
  const copies = new SharedCopies();
  let sizeBytes = 0;
  const updateAll = (bytes: Uint8Array) => Promise.all(lanes.map(([, lane]) => lane.update(bytes)));
  return {
    get sizeBytes() {
      return sizeBytes;
    },
    async update(chunk) {
      sizeBytes += chunk.length;
      if (chunk.buffer instanceof SharedArrayBuffer) await updateAll(chunk);
      else await copies.use(chunk, updateAll);
    },
    async digest() {
      const entries = await Promise.all(lanes.map(async ([algorithm, lane]) => [algorithm, await lane.digest()] as const));
      return Object.fromEntries(entries) as DigestsOf<A>; // fromEntries forgets which keys it was given
    },
    close() {
      for (const [, lane] of lanes) lane.close();
    },
  };
}

/** Hands a source on while its digests are computed of the same chunks. A failed digest shows when it is asked for. */
export async function* digested(source: AsyncIterable<Uint8Array>, digests: Pick<Digests, "update">): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    const seen = digests.update(chunk).catch(() => undefined);
    yield chunk;
    await seen; // the source may use its memory again, and no more than one chunk waits
  }
}

/** Memory is given out in multiples of this, so that chunks of about one size use the same again. Unit: bytes. */
const COPY_STEP_BYTES = 64 * 1024;

/**
 * Copies of chunks for threads to read, in memory that is used again: shared memory does not count for the garbage collector, so a copy for
 * each chunk would let a long stream take as much memory as it has bytes.
 */
class SharedCopies {
  private readonly spare: SharedArrayBuffer[] = [];

  async use(chunk: Uint8Array, work: (bytes: Uint8Array) => Promise<unknown>): Promise<void> {
    const memory = this.take(chunk.length);
    const bytes = new Uint8Array(memory, 0, chunk.length);
    bytes.set(chunk);
    await work(bytes);
    this.spare.push(memory); // not after a failure: a thread may still read it
  }

  private take(length: number): SharedArrayBuffer {
    const last = this.spare.pop();
    if (last !== undefined && last.byteLength >= length) return last;
    return new SharedArrayBuffer(Math.ceil(length / COPY_STEP_BYTES) * COPY_STEP_BYTES);
  }
}
