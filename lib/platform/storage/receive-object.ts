import "server-only";
import type { Readable } from "node:stream";
import { AppError } from "../errors";
import { createDigests, type DigestAlgorithm, type Digests, type DigestsOf } from "./digest-stream";
import { gather } from "./gather";
import type { Storage } from "./storage";

export interface Reception<A extends DigestAlgorithm> {
  readonly source: Readable;
  readonly storage: Storage;
  readonly key: string;
  readonly algorithms: readonly A[];
  /** What the sender says the digests are, in lower-case hex. */
  readonly expected?: Partial<DigestsOf<A>>;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

/**
 * Stores a stream under a key while threads compute its digests. Nothing is visible unless all of it arrived and matches
 * `expected`. The source is not destroyed: answer the request, then let it go. Errors: those of `put`, `payloadTooLarge`,
 * `digestMismatch` { algorithm }, the source's own.
 */
export async function receiveObject<A extends DigestAlgorithm>(
  reception: Reception<A>,
): Promise<{ sizeBytes: number; digests: DigestsOf<A> }> {
  const { source, storage, key, maxBytes, signal } = reception;
  const digests = createDigests(reception.algorithms);
  try {
    const { sizeBytes } = await storage.put(key, verified(gather(source, { digests, maxBytes, signal }), reception, digests), { signal });
    return { sizeBytes, digests: await digests.digest() };
  } finally {
    digests.close();
  }
}

async function* verified<A extends DigestAlgorithm>(
  blocks: AsyncIterable<Uint8Array>,
  { expected, algorithms }: Reception<A>,
  digests: Digests<A>,
): AsyncGenerator<Uint8Array> {
  yield* blocks;
  const found = await digests.digest();
  const wrong = algorithms.find((algorithm) => expected?.[algorithm] !== undefined && expected[algorithm] !== found[algorithm]);
  if (wrong !== undefined) throw new AppError("digestMismatch", { algorithm: wrong });
}
