import { StreamDigest } from "../parallel/block-threads";
import { sealedBytesOf } from "./layout";
import { seal } from "./seal";
import type { SealingKey } from "./segment-cipher";

/**
 * A stream on its way into a store, sealed and digested as it goes: `storage.put(key, new SealedStream(source, sealing))`. When the
 * store has taken it, `sha256` tells the digest of the object as stored, for the disk's row. Read it once.
 */
export class SealedStream implements AsyncIterable<Uint8Array> {
  #sha256: string | undefined;
  #plainBytes = 0;

  constructor(
    private readonly source: AsyncIterable<Uint8Array>,
    private readonly sealing: SealingKey,
  ) {}

  /** SHA-256 in hex of the sealed object. Throws before the whole of it was read. */
  get sha256(): string {
    if (this.#sha256 === undefined) throw new Error("the stream has not ended");
    return this.#sha256;
  }

  /** Length of the sealed object, once it was read. Unit: bytes. */
  get sizeBytes(): number {
    return sealedBytesOf(this.#plainBytes);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const digest = new StreamDigest();
    try {
      for await (const chunk of seal(this.#counted(), this.sealing)) {
        // Copied, as the digest's thread takes memory away and gives it back: cheaper than the digest itself by far.
        yield Buffer.from(await digest.add(new Uint8Array(chunk).buffer));
      }
      this.#sha256 = await digest.finish();
    } finally {
      await digest.end();
    }
  }

  async *#counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.source) {
      this.#plainBytes += chunk.length;
      yield chunk;
    }
  }
}
