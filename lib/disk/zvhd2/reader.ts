import { AppError } from "@/lib/platform/errors";
import { type RandomAccess, TIB } from "../model";
import { decodeBlock, decodeBlockInto, RECORD_ROOM_BYTES, withRoom } from "../parallel/decode-block";
import { readPiece } from "../parallel/read-piece";
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
/** Index read and checked at once: 32 Ki entries, some milliseconds. Unit: bytes. */
const INDEX_PIECE_BYTES = INDEX_SEGMENT_BYTES;

/** A block that has been decoded. */
export interface DigestedBlock {
  /** Its 2 MiB. The last block of the disk is padded with zeros. */
  readonly content: Buffer<ArrayBuffer>;
  readonly sha256: Buffer;
}

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
   * A block with its SHA-256, decoded on a thread, or undefined for a hole (zeros).
   * Errors: `corruptImage` for a record that is not this block's or does not decode, `decompressionLimit` for one larger than 2 MiB.
   */
  readBlock(block: number): Promise<DigestedBlock | undefined>;
  /**
   * As `readBlock`, for whoever reads a disk once and in order: the 2 MiB come into shared memory, the record past the system's page cache.
   * Answers the SHA-256.
   */
  readBlockInto(block: number, into: Uint8Array): Promise<Buffer | undefined>;
  /** The zstd payload of a stored block, not yet decoded, which may share memory. Errors: `corruptImage` for a record that is not this block's. */
  readPayload(entry: IndexEntry): Promise<Buffer>;
}

/**
 * Opens a ZVHD2 file by two reads, footer and index, and trusts no field before it is checked against the file's own size.
 * Errors: `truncatedImage` without a footer at the end, `corruptImage` for fields that contradict each other or the file,
 * `imageTooLarge` above `maxVirtualSizeBytes`, `formatNotSupported` for the stream-only variant or another compression.
 */
export async function openZvhd2(source: RandomAccess, maxVirtualSizeBytes = VIRTUAL_SIZE_MAX_BYTES): Promise<Zvhd2Disk> {
  if (source.sizeBytes < 2 * PAGE_BYTES)
    throw new AppError("truncatedImage", { construct: "zvhd2.footer", offsetBytes: 0, found: `${source.sizeBytes} bytes` });
  const footer = decodeFooter(await source.read(source.sizeBytes - PAGE_BYTES, PAGE_BYTES));
  if (!footer) throw new AppError("truncatedImage", { construct: "zvhd2.footer", offsetBytes: source.sizeBytes - PAGE_BYTES });
  checkFooter(footer, source.sizeBytes, maxVirtualSizeBytes);
  const index = await readIndex(source, footer);
  return new OpenZvhd2(source, Number(footer.virtualSizeBytes), index);
}

function corrupt(construct: string, offsetBytes: number, found?: string | number): AppError {
  return new AppError("corruptImage", { construct, offsetBytes, ...(found !== undefined && { found: String(found) }) });
}

/** Entries the index holds: stored blocks, or every block when holes are listed too. */
const indexEntries = (footer: Zvhd2Footer): number => (footer.indexHasHoles ? footer.blockCount : footer.storedBlocks);

function checkFooter(footer: Zvhd2Footer, sizeBytes: number, maxVirtualSizeBytes: number): void {
  const at = (field: number) => sizeBytes - PAGE_BYTES + field;
  const refuseUnless = (holds: boolean, construct: string, field: number, found?: string | number) => {
    if (!holds) throw corrupt(construct, at(field), found);
  };
  refuseUnless(footer.checksumOk, "zvhd2.checksum", 64);
  refuseUnless(footer.formatVersion === 0x0001_0000, "zvhd2.formatVersion", 12, footer.formatVersion);
  if (footer.zvhd2Version !== 1)
    throw new AppError("formatNotSupported", { construct: "zvhd2.version", offsetBytes: at(87), found: String(footer.zvhd2Version) });
  if (!footer.isZstd) throw new AppError("formatNotSupported", { construct: "zvhd2.compression", offsetBytes: at(141) });
  const { virtualSizeBytes, blockCount, storedBlocks, indexOffset } = footer;
  refuseUnless(virtualSizeBytes !== 0n, "zvhd2.virtualSize", 40, 0);
  if (virtualSizeBytes > BigInt(maxVirtualSizeBytes)) {
    throw new AppError("imageTooLarge", { construct: "zvhd2.virtualSize", offsetBytes: at(40), found: String(virtualSizeBytes) });
  }
  refuseUnless(footer.blockBytes === BLOCK_BYTES, "zvhd2.blockSize", 88, footer.blockBytes);
  refuseUnless(blockCount === blockCountOf(Number(virtualSizeBytes)), "zvhd2.blockCount", 92, blockCount);
  refuseUnless(storedBlocks <= blockCount, "zvhd2.storedBlocks", 136, storedBlocks);
  const indexEnd = indexOffset + BigInt(INDEX_ENTRY_BYTES * indexEntries(footer));
  const isInside = indexOffset >= BigInt(PAGE_BYTES) && indexEnd <= BigInt(sizeBytes);
  refuseUnless(isInside, "zvhd2.indexOffset", 96, String(indexOffset));
  // One page is the shortest record, so a file that names more blocks than it has pages lies; asked before the index costs memory.
  refuseUnless(BigInt(storedBlocks) * BigInt(PAGE_BYTES) <= indexOffset, "zvhd2.storedBlocks", 136, storedBlocks);
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
      checkEntry(entry, last, { blockCount: footer.blockCount, indexOffset, at: indexOffset + done + at });
      if (kept === index.length) throw corrupt("zvhd2.storedBlocks", indexOffset + done + at, footer.storedBlocks);
      piece.copy(index, kept, at, at + INDEX_ENTRY_BYTES);
      kept += INDEX_ENTRY_BYTES;
      last = entry;
    }
  }
  if (kept !== index.length) throw corrupt("zvhd2.storedBlocks", indexOffset, footer.storedBlocks);
  return index;
}

/** Ascending offsets that never reach back into the record before prove that no two records overlap. */
function checkEntry(
  entry: IndexEntry,
  last: IndexEntry,
  { blockCount, indexOffset, at }: { readonly blockCount: number; readonly indexOffset: number; readonly at: number },
): void {
  if (entry.block <= last.block || entry.block >= blockCount) throw corrupt("zvhd2.indexBlock", at + 8, entry.block);
  if (entry.length === 0 || entry.length % PAGE_BYTES !== 0 || entry.length > RECORD_MAX_BYTES) {
    throw corrupt("zvhd2.indexLength", at + 12, entry.length);
  }
  if (entry.offset % PAGE_BYTES !== 0 || entry.offset < last.offset + last.length || entry.offset + entry.length > indexOffset) {
    throw corrupt("zvhd2.indexEntry", at, entry.offset);
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

  async readBlock(block: number): Promise<DigestedBlock | undefined> {
    const entry = this.entryOf(block);
    if (entry === undefined) return undefined;
    const decoded = await withRoom(async (room) => decodeBlock(await this.payload(entry, room), BLOCK_BYTES));
    if (decoded.content === undefined) throw undecodable(entry, decoded.reason);
    return decoded;
  }

  async readBlockInto(block: number, into: Uint8Array): Promise<Buffer | undefined> {
    const entry = this.entryOf(block);
    if (entry === undefined) {
      into.fill(0);
      return undefined;
    }
    const { bytes, release } = await readPiece(this.source, entry);
    const decoded = await decodeBlockInto(into, payloadOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), entry));
    release();
    if (decoded.sha256 === undefined) throw undecodable(entry, decoded.reason);
    return decoded.sha256;
  }

  private entryOf(block: number): IndexEntry | undefined {
    const rank = this.rankOf(block);
    return rank === undefined ? undefined : readIndexEntry(this.index, rank * INDEX_ENTRY_BYTES);
  }

  async readPayload(entry: IndexEntry): Promise<Buffer> {
    return payloadOf(await this.source.read(entry.offset, entry.length), entry);
  }

  /** The payload in this room, unless it is longer. */
  private async payload(entry: IndexEntry, room: Uint8Array): Promise<Uint8Array> {
    if (entry.length > RECORD_ROOM_BYTES) return await this.readPayload(entry);
    const record = await this.source.read(entry.offset, entry.length, room.subarray(0, entry.length));
    const payload = payloadOf(record, entry);
    if (record.buffer === room.buffer) return payload;
    room.set(payload);
    return room.subarray(0, payload.length);
  }
}

/** The payload of the record an index entry points to. Errors: `corruptImage` when it is cut or belongs to another block. */
export function payloadOf(record: Buffer, entry: IndexEntry): Buffer {
  const decoded = record.length === entry.length ? decodeRecord(record) : undefined;
  if (!decoded || decoded.block !== entry.block)
    throw new AppError("corruptImage", { construct: "zvhd2.record", offsetBytes: entry.offset });
  return decoded.payload;
}

/** `reason`: `contentLength`, or the code of zlib's error. */
function undecodable({ block, offset: offsetBytes }: IndexEntry, reason: string): AppError {
  if (reason === "ERR_BUFFER_TOO_LARGE") return new AppError("decompressionLimit", { construct: "zvhd2.payload", offsetBytes, block });
  const construct = reason === "contentLength" ? "zvhd2.payloadLength" : "zvhd2.payload";
  return new AppError("corruptImage", { construct, offsetBytes, block });
}
