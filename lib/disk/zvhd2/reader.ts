import { constants, zstdDecompress } from "node:zlib";
import { AppError } from "@/lib/platform/errors";
import { type RandomAccess, TIB } from "../model";
import {
  BLOCK_BYTES,
  blockCountOf,
  decodeFooter,
  decodeRecord,
  INDEX_ENTRY_BYTES,
  INDEX_SEGMENT_BYTES,
  type IndexEntry,
  PAGE_BYTES,
  RECORD_MAX_BYTES,
  readIndexEntry,
  type Zvhd2Footer,
} from "./layout";

/** Largest virtual disk a reader opens when its caller names no limit: the largest data disk there is. Unit: bytes. */
export const VIRTUAL_SIZE_MAX_BYTES = 32 * TIB;
/** Largest zstd window a frame may ask for, as a power of two: 8 MiB. */
const WINDOW_LOG_MAX = 23;
/** Index read and checked at once: 32 Ki entries, some milliseconds. Unit: bytes. */
const INDEX_PIECE_BYTES = INDEX_SEGMENT_BYTES;

/** An opened ZVHD2 file. Safe for concurrent use; holds 16 bytes per stored block. */
export interface Zvhd2Disk {
  /** Exact size of the disk, not rounded. Unit: bytes. */
  readonly virtualSizeBytes: number;
  readonly blockCount: number;
  readonly storedBlocks: number;
  /** The stored blocks, ascending both by block and by offset. */
  extents(): Iterable<IndexEntry>;
  isStored(block: number): boolean;
  /** Position of a block among the stored ones, or undefined for a hole. */
  rankOf(block: number): number | undefined;
  /**
   * The 2 MiB of a block, or undefined for a hole (zeros). The last block of the disk is padded with zeros.
   * Errors: `corruptImage` for a record that is not this block's or does not decode, `decompressionLimit` for one larger than 2 MiB.
   */
  readBlock(block: number): Promise<Buffer | undefined>;
}

/**
 * Opens a ZVHD2 file by two reads, footer and index, and trusts no field before it is checked against the file's own size.
 * Errors: `truncatedImage` without a footer at the end, `corruptImage` for fields that contradict each other or the file,
 * `imageTooLarge` above `maxVirtualSizeBytes`, `formatNotSupported` for the stream-only variant or another compression.
 */
export async function openZvhd2(source: RandomAccess, maxVirtualSizeBytes = VIRTUAL_SIZE_MAX_BYTES): Promise<Zvhd2Disk> {
  if (source.sizeBytes < 2 * PAGE_BYTES) throw new AppError("truncatedImage", { construct: "zvhd2.footer" });
  const footer = decodeFooter(await source.read(source.sizeBytes - PAGE_BYTES, PAGE_BYTES));
  if (!footer) throw new AppError("truncatedImage", { construct: "zvhd2.footer", offsetBytes: source.sizeBytes - PAGE_BYTES });
  checkFooter(footer, source.sizeBytes, maxVirtualSizeBytes);
  const index = await readIndex(source, footer);
  return new OpenZvhd2(source, Number(footer.virtualSizeBytes), index);
}

function corrupt(construct: string, found: string | number): AppError {
  return new AppError("corruptImage", { construct, found: String(found) });
}

/** Entries the index holds: stored blocks, or every block when holes are listed too. */
const indexEntries = (footer: Zvhd2Footer): number => (footer.indexHasHoles ? footer.blockCount : footer.storedBlocks);

function checkFooter(footer: Zvhd2Footer, sizeBytes: number, maxVirtualSizeBytes: number): void {
  if (!footer.checksumOk) throw corrupt("zvhd2.checksum", "");
  if (footer.formatVersion !== 0x0001_0000) throw corrupt("zvhd2.formatVersion", footer.formatVersion);
  if (footer.zvhd2Version !== 1)
    throw new AppError("formatNotSupported", { construct: "zvhd2.version", found: String(footer.zvhd2Version) });
  if (!footer.isZstd) throw new AppError("formatNotSupported", { construct: "zvhd2.compression" });
  if (footer.virtualSizeBytes === 0n) throw corrupt("zvhd2.virtualSize", 0);
  if (footer.virtualSizeBytes > BigInt(maxVirtualSizeBytes)) {
    throw new AppError("imageTooLarge", { construct: "zvhd2.virtualSize", found: String(footer.virtualSizeBytes) });
  }
  if (footer.blockBytes !== BLOCK_BYTES) throw corrupt("zvhd2.blockSize", footer.blockBytes);
  if (footer.blockCount !== blockCountOf(Number(footer.virtualSizeBytes))) throw corrupt("zvhd2.blockCount", footer.blockCount);
  if (footer.storedBlocks > footer.blockCount) throw corrupt("zvhd2.storedBlocks", footer.storedBlocks);
  const indexEnd = footer.indexOffset + BigInt(INDEX_ENTRY_BYTES * indexEntries(footer));
  if (footer.indexOffset < BigInt(PAGE_BYTES) || indexEnd > BigInt(sizeBytes))
    throw corrupt("zvhd2.indexOffset", String(footer.indexOffset));
  // One page is the shortest record, so a file that names more blocks than it has pages lies; asked before the index costs memory.
  if (BigInt(footer.storedBlocks) * BigInt(PAGE_BYTES) > footer.indexOffset) throw corrupt("zvhd2.storedBlocks", footer.storedBlocks);
}

/** The checked entries of the stored blocks, packed as in the file but without holes. */
async function readIndex(source: RandomAccess, footer: Zvhd2Footer): Promise<Buffer> {
  const index = Buffer.alloc(INDEX_ENTRY_BYTES * footer.storedBlocks);
  const indexOffset = Number(footer.indexOffset);
  const totalBytes = INDEX_ENTRY_BYTES * indexEntries(footer);
  let kept = 0;
  let last: IndexEntry = { offset: 0, block: -1, length: PAGE_BYTES };
  for (let done = 0; done < totalBytes; done += INDEX_PIECE_BYTES) {
    const piece = await source.read(indexOffset + done, Math.min(INDEX_PIECE_BYTES, totalBytes - done));
    for (let at = 0; at + INDEX_ENTRY_BYTES <= piece.length; at += INDEX_ENTRY_BYTES) {
      const entry = readIndexEntry(piece, at);
      if (footer.indexHasHoles && entry.offset === 0 && entry.length === 0) continue;
      checkEntry(entry, last, footer.blockCount, indexOffset);
      if (kept === index.length) throw corrupt("zvhd2.storedBlocks", footer.storedBlocks);
      piece.copy(index, kept, at, at + INDEX_ENTRY_BYTES);
      kept += INDEX_ENTRY_BYTES;
      last = entry;
    }
  }
  if (kept !== index.length) throw corrupt("zvhd2.storedBlocks", footer.storedBlocks);
  return index;
}

/** Ascending offsets that never reach back into the record before prove that no two records overlap. */
function checkEntry(entry: IndexEntry, last: IndexEntry, blockCount: number, indexOffset: number): void {
  if (entry.block <= last.block || entry.block >= blockCount) throw corrupt("zvhd2.index.block", entry.block);
  if (entry.length === 0 || entry.length % PAGE_BYTES !== 0 || entry.length > RECORD_MAX_BYTES) {
    throw corrupt("zvhd2.index.length", entry.length);
  }
  if (entry.offset % PAGE_BYTES !== 0 || entry.offset < last.offset + last.length || entry.offset + entry.length > indexOffset) {
    throw corrupt("zvhd2.index.offset", entry.offset);
  }
}

class OpenZvhd2 implements Zvhd2Disk {
  readonly blockCount: number;
  readonly storedBlocks: number;

  constructor(
    private readonly source: RandomAccess,
    readonly virtualSizeBytes: number,
    private readonly index: Buffer,
  ) {
    this.blockCount = blockCountOf(virtualSizeBytes);
    this.storedBlocks = index.length / INDEX_ENTRY_BYTES;
  }

  *extents(): Iterable<IndexEntry> {
    for (let at = 0; at < this.index.length; at += INDEX_ENTRY_BYTES) yield readIndexEntry(this.index, at);
  }

  isStored(block: number): boolean {
    return this.rankOf(block) !== undefined;
  }

  rankOf(block: number): number | undefined {
    let low = 0;
    let high = this.storedBlocks;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.index.readUInt32LE(middle * INDEX_ENTRY_BYTES + 8) < block) low = middle + 1;
      else high = middle;
    }
    if (low === this.storedBlocks || this.index.readUInt32LE(low * INDEX_ENTRY_BYTES + 8) !== block) return undefined;
    return low;
  }

  async readBlock(block: number): Promise<Buffer | undefined> {
    const rank = this.rankOf(block);
    if (rank === undefined) return undefined;
    const entry = readIndexEntry(this.index, rank * INDEX_ENTRY_BYTES);
    return decompress(payloadOf(await this.source.read(entry.offset, entry.length), entry), block);
  }
}

/** The payload of the record an index entry points to. Errors: `corruptImage` when it is cut or belongs to another block. */
export function payloadOf(record: Buffer, entry: IndexEntry): Buffer {
  const decoded = record.length === entry.length ? decodeRecord(record) : undefined;
  if (!decoded || decoded.block !== entry.block)
    throw new AppError("corruptImage", { construct: "zvhd2.record", offsetBytes: entry.offset });
  return decoded.payload;
}

const DECOMPRESS = {
  chunkSize: BLOCK_BYTES,
  maxOutputLength: BLOCK_BYTES,
  params: { [constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX },
};

function decompress(payload: Buffer, block: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zstdDecompress(payload, DECOMPRESS, (error, content) => {
      if (error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") reject(new AppError("decompressionLimit", { block }));
      else if (error) reject(new AppError("corruptImage", { construct: "zvhd2.payload", block }, { cause: error }));
      else if (content.length !== BLOCK_BYTES) reject(new AppError("corruptImage", { construct: "zvhd2.payloadLength", block }));
      else resolve(content);
    });
  });
}
