import "server-only";

/** One write and one message per digest for so many bytes. 1 MiB fits the cache that the cores share. */
export const BLOCK_BYTES = 1024 * 1024;
/** One is filled while one is written and two wait for a digest. */
const BLOCKS = 4;

/**
 * Gathers small chunks into blocks of shared memory that are used again: the memory of a stream is four blocks, however fast it
 * comes. One producer gives chunks, one consumer takes blocks and releases each once nobody reads it any more.
 */
export class BlockRing {
  #free: Uint8Array[] = [];
  #made = 0;
  #current: Uint8Array | undefined;
  #filled = 0;
  #stash: Uint8Array | undefined;
  #ready: Uint8Array[] = [];
  #ended: { error?: unknown } | undefined;
  #wake: () => void = () => undefined;

  /** `onRoom` is called when chunks are welcome again. */
  constructor(private readonly onRoom: () => void) {}

  /** Copies a chunk in. False: no more before `onRoom` (the chunk itself is kept in full). */
  give(chunk: Uint8Array): boolean {
    this.#stash = this.#fill(this.#stash === undefined ? chunk : Buffer.concat([this.#stash, chunk]));
    return this.#stash === undefined;
  }

  /** No more chunks will come: what was given is handed out, then `take` throws the error, if there is one. */
  end(error?: unknown): void {
    this.#ended ??= error === undefined ? {} : { error };
    this.#flush();
  }

  /** The next block, or undefined after the last. */
  async take(): Promise<Uint8Array | undefined> {
    for (;;) {
      const block = this.#ready.shift();
      if (block !== undefined) return block;
      if (this.#ended !== undefined && this.#stash === undefined) {
        if ("error" in this.#ended) throw this.#ended.error;
        return undefined;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Gives the memory of a block back. */
  release(block: Uint8Array): void {
    this.#free.push(new Uint8Array(block.buffer));
    if (this.#stash === undefined) return;
    this.#stash = this.#fill(this.#stash);
    if (this.#stash !== undefined) return;
    if (this.#ended === undefined) this.onRoom();
    else this.#flush();
  }

  /** Copies as much as there is room for; answers the rest. */
  #fill(chunk: Uint8Array): Uint8Array | undefined {
    let rest = chunk;
    while (rest.length > 0) {
      this.#current ??= this.#free.pop() ?? this.#make();
      if (this.#current === undefined) return rest;
      const part = rest.subarray(0, BLOCK_BYTES - this.#filled);
      this.#current.set(part, this.#filled);
      this.#filled += part.length;
      rest = rest.subarray(part.length);
      if (this.#filled === BLOCK_BYTES) this.#hand(this.#current);
    }
    return undefined;
  }

  #make(): Uint8Array | undefined {
    if (this.#made === BLOCKS) return undefined;
    this.#made += 1;
    return new Uint8Array(new SharedArrayBuffer(BLOCK_BYTES));
  }

  #flush(): void {
    if (this.#stash === undefined && this.#current !== undefined && this.#filled > 0) this.#hand(this.#current.subarray(0, this.#filled));
    this.#wake();
  }

  #hand(block: Uint8Array): void {
    this.#ready.push(block);
    this.#current = undefined;
    this.#filled = 0;
    this.#wake();
  }
}
