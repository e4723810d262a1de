import type { ByteSource } from "./storage";

/**
 * One source for several readers at the pace of the slowest. The trunk asks for a chunk only when every branch has done with the last
 * one, because sources reuse their buffers.
 */
export class Fanout {
  readonly #source: ByteSource;
  readonly #branches: Branch[];
  #failure: { readonly error: unknown } | undefined;

  constructor(source: ByteSource, branches: number) {
    this.#source = source;
    this.#branches = Array.from({ length: branches }, () => new Branch());
  }

  /** What the first reader reads; it ends only after `settled`, so that the first reader ends last. */
  async *trunk(settled: () => Promise<unknown>): AsyncGenerator<Uint8Array> {
    let whole = false;
    try {
      for await (const chunk of this.#source) {
        const taken = this.#branches.map((branch) => branch.give({ chunk }));
        yield chunk;
        await Promise.all(taken);
        if (this.#failure !== undefined) throw this.#failure.error;
      }
      whole = true;
    } catch (error) {
      this.#end(error);
      throw error;
    } finally {
      // The first reader may also just stop, without an error of anybody: what the others have is not whole then.
      this.#end(whole ? undefined : new Error("broken off"));
    }
    await settled();
  }

  branch(index: number): AsyncIterable<Uint8Array> {
    return this.#branches[index] ?? new Branch();
  }

  /** A branch's reader has failed, perhaps before it read anything: the trunk breaks off with its error. */
  fail(index: number, error: unknown): void {
    this.#failure ??= { error };
    this.#branches[index]?.close();
  }

  #end(error: unknown): void {
    for (const branch of this.#branches) void branch.give({ error });
  }
}

/** A chunk, or the end: whole without an error. */
interface Turn {
  readonly chunk?: Uint8Array;
  readonly error?: unknown;
}

/** Hands turns to one reader, each when the one before is done with. */
class Branch implements AsyncIterable<Uint8Array> {
  readonly #turns: { readonly turn: Turn; readonly done: () => void }[] = [];
  #wake: () => void = () => undefined;
  #closed = false;

  /** Settles when the reader asks for more, or has stopped reading. */
  give(turn: Turn): Promise<void> {
    if (this.#closed) return Promise.resolve();
    return new Promise((done) => {
      this.#turns.push({ turn, done });
      this.#wake();
    });
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const next = this.#turns[0];
        if (next === undefined) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
          continue;
        }
        const { chunk, error } = next.turn;
        if (error !== undefined) throw error;
        if (chunk === undefined) return;
        yield chunk;
        this.#turns.shift();
        next.done();
      }
    } finally {
      this.close();
    }
  }

  /** Nobody reads here any more, so nobody waits for it. */
  close(): void {
    this.#closed = true;
    for (const { done } of this.#turns.splice(0)) done();
  }
}
