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
  let sizeBytes = 0;
  return {
    get sizeBytes() {
      return sizeBytes;
    },
    async update(chunk) {
      sizeBytes += chunk.length;
      const bytes = chunk.buffer instanceof SharedArrayBuffer ? chunk : shared(chunk);
      await Promise.all(lanes.map(([, lane]) => lane.update(bytes)));
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

function shared(chunk: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(chunk.length));
  bytes.set(chunk);
  return bytes;
}
