import { KIB, type RandomAccess } from "../model";
import { METADATA_MAX_BYTES, METADATA_MAX_READS, TABLE_PIECE_BYTES } from "./constraints";
import { refuse } from "./refusal";

const READ_AHEAD_MIN_BYTES = 64 * KIB;

/** A piece of a table: where it stands in the file, and its bytes. */
export interface Piece {
  readonly offsetBytes: number;
  readonly bytes: Buffer;
}

/**
 * Reads metadata of one file within a budget, so that no header can make us read for ever: at most `METADATA_MAX_BYTES` in
 * `METADATA_MAX_READS` reads, then `imageTooLarge`. Holds one window of at most 1 MiB; requests in file order are read ahead, so that many
 * small tables that follow each other cost few reads. Never reads past the end: `truncatedImage`.
 */
export class MetadataReader {
  #windowAt = 0;
  #window: Buffer = Buffer.alloc(0);
  #previousEnd = -1;
  #aheadBytes = 0;
  #spentBytes = 0;
  #spentReads = 0;

  constructor(private readonly source: RandomAccess) {}

  get sizeBytes(): number {
    return this.source.sizeBytes;
  }

  /** Exactly `lengthBytes` bytes, at most one piece (1 MiB). The bytes stay valid after later reads. `construct` names them in a refusal. */
  async read(offsetBytes: number, lengthBytes: number, construct: string): Promise<Buffer> {
    if (offsetBytes + lengthBytes > this.sizeBytes) {
      refuse("truncatedImage", { construct, offsetBytes, found: `the file ends at ${this.sizeBytes}` });
    }
    const isSequential = offsetBytes === this.#previousEnd;
    this.#aheadBytes = isSequential ? Math.min(Math.max(this.#aheadBytes * 2, READ_AHEAD_MIN_BYTES), TABLE_PIECE_BYTES) : 0;
    this.#previousEnd = offsetBytes + lengthBytes;
    const isHeld = offsetBytes >= this.#windowAt && offsetBytes + lengthBytes <= this.#windowAt + this.#window.length;
    if (!isHeld) await this.#fill(offsetBytes, lengthBytes, construct);
    const start = offsetBytes - this.#windowAt;
    return this.#window.subarray(start, start + lengthBytes);
  }

  /** A table of any length in pieces of at most 1 MiB, in file order. */
  async *pieces(offsetBytes: number, lengthBytes: number, construct: string): AsyncGenerator<Piece> {
    for (let done = 0; done < lengthBytes; done += TABLE_PIECE_BYTES) {
      const length = Math.min(TABLE_PIECE_BYTES, lengthBytes - done);
      yield { offsetBytes: offsetBytes + done, bytes: await this.read(offsetBytes + done, length, construct) };
    }
  }

  async #fill(offsetBytes: number, lengthBytes: number, construct: string): Promise<void> {
    const length = Math.min(Math.max(lengthBytes, this.#aheadBytes), this.sizeBytes - offsetBytes);
    this.#spentBytes += length;
    this.#spentReads += 1;
    if (this.#spentBytes > METADATA_MAX_BYTES || this.#spentReads > METADATA_MAX_READS) {
      refuse("imageTooLarge", { construct, offsetBytes, found: "more metadata than is examined" });
    }
    this.#window = await this.source.read(offsetBytes, length);
    this.#windowAt = offsetBytes;
    if (this.#window.length < lengthBytes) {
      refuse("truncatedImage", { construct, offsetBytes, found: `the file ends at ${offsetBytes + this.#window.length}` });
    }
  }
}
