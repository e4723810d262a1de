import type { ByteSink } from "../zvhd2/writer";

/**
 * Hands buffers from a writer to a reader, one at a time: `write` answers when the reader has done with the buffer, so memory
 * stays at one of them and a failing store stops the writer at once.
 */
export class Handover implements ByteSink, AsyncIterable<Uint8Array> {
  #buffer: Buffer | undefined;
  #ended = false;
  #failure: { error: unknown } | undefined;
  #wakeReader: () => void = () => undefined;
  #wakeWriter: () => void = () => undefined;

  async write(bytes: Buffer): Promise<void> {
    this.#throwFailure();
    this.#buffer = bytes;
    this.#wakeReader();
    await new Promise<void>((resolve) => {
      this.#wakeWriter = resolve;
    });
    this.#throwFailure();
  }

  /** No more bytes come: the reader ends after the last. */
  end(): void {
    this.#ended = true;
    this.#wakeReader();
  }

  /** Ends both sides with an error. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wakeReader();
    this.#wakeWriter();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      this.#throwFailure();
      if (this.#buffer !== undefined) {
        yield this.#buffer;
        this.#buffer = undefined;
        this.#wakeWriter();
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wakeReader = resolve;
        });
      }
    }
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
