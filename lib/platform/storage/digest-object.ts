import "server-only";
import { createDigests } from "./digest-stream";
import { readAhead } from "./read-ahead";
import type { OpenObject } from "./storage";

export interface DigestObjectOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly doneBytes: number; readonly totalBytes: number }) => void;
}

/** SHA-256 in hex of all bytes of an object, read once from its beginning to its end. Closes it. Errors: those of the store, the signal's. */
export async function digestObject(object: OpenObject, { signal, onProgress }: DigestObjectOptions = {}): Promise<string> {
  const digests = createDigests(["sha256"]);
  try {
    for await (const chunk of readAhead(object)) {
      signal?.throwIfAborted();
      await digests.update(chunk);
      onProgress?.({ doneBytes: digests.sizeBytes, totalBytes: object.sizeBytes });
    }
    return (await digests.digest()).sha256;
  } finally {
    digests.close();
    await object.close();
  }
}
