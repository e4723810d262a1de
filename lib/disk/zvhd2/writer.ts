import { AppError } from "@/lib/platform/errors";
import {
  BITMAP_SEGMENT_BYTES,
  BLOCKS_PER_SEGMENT,
  blockCountOf,
  encodeHeader,
  encodeHeaderCopy,
  INDEX_ENTRY_BYTES,
  INDEX_SEGMENT_BYTES,
  type IndexEntry,
  sealRecord,
  writeIndexEntry,
  type Zvhd2Identity,
} from "./layout";

/** Where bytes go, in order, never back. The sink owns a buffer from the call on; a full sink answers later. */
export interface ByteSink {
  write(bytes: Buffer): Promise<void>;
}

/** What became of a file: its length and how many blocks it holds. Unit: bytes. */
export interface WrittenZvhd2 {
  readonly objectSizeBytes: number;
  readonly storedBlocks: number;
}

/**
 * Writes one ZVHD2 file to a sink as its blocks come, without going back: header, records, header copy, index, bitmap, footer.
 * The bytes depend on the identity, the size and the payloads only. Calls may not overlap. Memory: 16 bytes per stored block.
 */
export class Zvhd2Writer {
  private readonly header: Buffer;
  private readonly segments: Buffer[] = [];
  private readonly bitmap: Buffer;
  private position = 0;
  private storedBlocks = 0;
  private lastBlock = -1;

  /** `virtualSizeBytes` is kept exactly. Errors: `invalidArgument` for a size of no bytes or a UUID of a wrong length. */
  constructor(
    private readonly sink: ByteSink,
    private readonly virtualSizeBytes: number,
    private readonly identity: Zvhd2Identity,
  ) {
    if (!Number.isSafeInteger(virtualSizeBytes) || virtualSizeBytes <= 0) throw new AppError("invalidArgument", { virtualSizeBytes });
    if (identity.uuid.length !== 16) throw new AppError("invalidArgument", { uuidBytes: identity.uuid.length });
    this.header = encodeHeader(virtualSizeBytes, identity);
    this.bitmap = Buffer.alloc(Math.ceil(blockCountOf(virtualSizeBytes) / BLOCKS_PER_SEGMENT) * BITMAP_SEGMENT_BYTES);
  }

  /**
   * Stores one block. `record` is the buffer `sealRecord` takes; its payload is an independent zstd frame of exactly 2 MiB.
   * Errors: `invalidArgument` when blocks do not ascend or one lies beyond the disk.
   */
  async writeBlock(block: number, record: Buffer, payloadBytes: number): Promise<void> {
    if (block <= this.lastBlock || block >= blockCountOf(this.virtualSizeBytes)) {
      throw new AppError("invalidArgument", { block, lastBlock: this.lastBlock });
    }
    await this.begin();
    sealRecord(record, block, payloadBytes);
    this.noteEntry({ offset: this.position, block, length: record.length });
    await this.append(record);
  }

  /** Ends the file. Nothing may be written after. */
  async finish(): Promise<WrittenZvhd2> {
    await this.begin();
    await this.append(encodeHeaderCopy(this.header, this.storedBlocks));
    const indexOffset = this.position;
    for (const segment of this.segments) await this.append(segment);
    const bitmapOffset = this.position;
    await this.append(this.bitmap);
    await this.append(encodeHeader(this.virtualSizeBytes, this.identity, { indexOffset, bitmapOffset, storedBlocks: this.storedBlocks }));
    return { objectSizeBytes: this.position, storedBlocks: this.storedBlocks };
  }

  private async begin(): Promise<void> {
    if (this.position === 0) await this.append(encodeHeader(this.virtualSizeBytes, this.identity));
  }

  private noteEntry(entry: IndexEntry): void {
    const slot = this.storedBlocks % BLOCKS_PER_SEGMENT;
    if (slot === 0) this.segments.push(Buffer.alloc(INDEX_SEGMENT_BYTES));
    const segment = this.segments.at(-1);
    if (segment) writeIndexEntry(segment, slot * INDEX_ENTRY_BYTES, entry);
    this.bitmap.writeUInt8(this.bitmap.readUInt8(entry.block >> 3) | (1 << (entry.block & 7)), entry.block >> 3);
    this.storedBlocks++;
    this.lastBlock = entry.block;
  }

  private async append(bytes: Buffer): Promise<void> {
    // The length is read first: a sink may take the memory away with the buffer.
    this.position += bytes.length;
    await this.sink.write(bytes);
  }
}
