import "server-only";
import { createDigests } from "@/lib/platform/storage/digest-stream";
import { readAhead } from "@/lib/platform/storage/read-ahead";
import type { StagedObject } from "@/lib/platform/storage/storage";

/**
 * Reads a staged object back behind its growth and digests what stands there. A part is read from the disk soon after it became
 * durable, while more arrives.
 */
export class ReadBack {
  private readonly digests = createDigests(["sha256"]);
  private endBytes = 0;
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly staged: StagedObject,
    private readonly signal: AbortSignal,
  ) {}

  /** What stands before `endBytes` is durable; may be called again before it has been read. */
  upTo(endBytes: number): void {
    const start = this.endBytes;
    if (endBytes <= start) return;
    this.endBytes = endBytes;
    this.reading = this.reading.then(() => this.read(start, endBytes));
    this.reading.catch(() => undefined); // whoever asks for the digest meets it
  }

  /** SHA-256 in hex of all that stands there. Errors: the signal's, those of the store. */
  async sha256(): Promise<string> {
    await this.reading;
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
        await this.digests.update(chunk);
      }
    } finally {
      await object.close();
    }
  }
}
