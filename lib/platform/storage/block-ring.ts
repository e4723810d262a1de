import "server-only";
import { giveMemory, takeMemory } from "../aligned-memory";

/** One write and one message per digest for so many bytes. 1 MiB fits the cache that the cores share. */
const BLOCK_BYTES = 1024 * 1024;
/** One is filled while one is written and two wait for a digest. */
const BLOCKS = 4;

/**
 * Gathers small chunks into blocks of shared, aligned memory that are used again: the memory of a stream is four blocks, however fast it
 * comes. One producer gives chunks, one consumer takes blocks, releases each once nobody reads it any more, and closes the ring at the end.
 */
export class BlockRing {
  #free: Uint8Array[] = [];
  #made = 0;
  #current: Uint8Array | undefined;
  #filled = 0;
  #stash: Uint8Array | undefined;
  #ready: Uint8Array[] = [];
  #ended: { error?: unknown } | undefined;
  #closed = false;
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

  /** No block is taken or filled any more; those still out may be released later. */
  close(): void {
    this.end();
    this.#closed = true;
    this.#stash = undefined;
    const unused = [...this.#free.splice(0), ...this.#ready.splice(0), ...(this.#current === undefined ? [] : [this.#current])];
    this.#current = undefined;
    unused.forEach(giveMemory);
  }

  /** Gives the memory of a block back. */
  release(block: Uint8Array): void {
    if (this.#closed) {
      giveMemory(block);
      return;
    }
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
    return takeMemory(BLOCK_BYTES);
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
