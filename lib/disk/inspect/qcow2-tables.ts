import { DEFLATE_MAX_RATIO, SECTOR_BYTES } from "./constraints";
import type { MetadataReader } from "./metadata-reader";
import type { Qcow2Header } from "./qcow2-header";
import { refuse } from "./refusal";

/** Entries are two 32-bit words: bits 9 to 55 are an offset, the rest must be flags that are known. */
const OFFSET_HIGH = 0x00ffffff;
const OFFSET_LOW = 0xfffffe00;
const RESERVED_L1_HIGH = 0x7f000000;
const RESERVED_L2_HIGH = 0x3f000000;
const RESERVED_L1_LOW = 0x1ff;
const RESERVED_L2_LOW = 0x1fe;
const COMPRESSED_HIGH = 0x40000000;
const ZERO_LOW = 1;

/** Smallest zstd frame: magic, descriptor and size, then 4 bytes for each block of 128 KiB. Source: RFC 8878 §3.1.1. */
const ZSTD_FRAME_BYTES = 6;
const ZSTD_BLOCK_BYTES = 4;
const ZSTD_BLOCK_HOLDS_BYTES = 128 * 1024;

/**
 * Walks refcount table, L1 and every L2 table, and refuses a pointer that leaves the file, is not aligned, or points into the header, the L1
 * or the refcount table.
 *
 * Sharing is found without remembering any cluster: each cluster that the tables promise needs room of its own in the file, a plain one
 * all of it, a compressed one at least what its codec cannot go below. When the sum passes the length of the file, clusters share room:
 * a few bytes that would unfold to a disk full of data. What stays below could be written honestly at that size.
 */
export async function walkQcow2Tables(reader: MetadataReader, header: Qcow2Header): Promise<void> {
  const walk = new Qcow2Walk(header, reader.sizeBytes, await readRefcountedBytes(reader, header));
  for await (const piece of reader.pieces(header.l1.offsetBytes, header.l1.lengthBytes, "qcow2.l1Table")) {
    for (let at = 0; at < piece.bytes.length; at += 8) {
      const l2Offset = walk.l2TableOffset(piece.bytes, at, piece.offsetBytes);
      if (l2Offset === 0) continue;
      for await (const table of reader.pieces(l2Offset, header.clusterBytes, "qcow2.l2Table")) walk.checkL2(table.bytes, table.offsetBytes);
    }
  }
}

/** Bytes of the file that have a reference count: a pointer below it was meant to be in the file, so a missing cluster was cut off. */
async function readRefcountedBytes(reader: MetadataReader, header: Qcow2Header): Promise<number> {
  const { offsetBytes, lengthBytes } = header.refcountTable;
  let lastBlock = -1;
  for await (const piece of reader.pieces(offsetBytes, lengthBytes, "qcow2.refcountTable")) {
    for (let at = 0; at < piece.bytes.length; at += 8) {
      const high = piece.bytes.readUInt32BE(at);
      const low = piece.bytes.readUInt32BE(at + 4);
      if ((high | low) === 0) continue;
      const block = high * 2 ** 32 + low;
      const entryAt = piece.offsetBytes + at;
      const refusal = { construct: "qcow2.refcountBlock", offsetBytes: entryAt, found: String(block) };
      if (block % header.clusterBytes !== 0) refuse("corruptImage", refusal);
      lastBlock = (entryAt - offsetBytes) / 8;
      if (block >= reader.sizeBytes) {
        refuse(block < (lastBlock + 1) * header.refcountBlockCoversBytes ? "truncatedImage" : "corruptImage", refusal);
      }
    }
  }
  return (lastBlock + 1) * header.refcountBlockCoversBytes;
}

class Qcow2Walk {
  readonly #compressedFloorBytes: number;
  readonly #compressedOffsetBits: number;
  #roomBytes: number;

  constructor(
    private readonly header: Qcow2Header,
    private readonly fileBytes: number,
    private readonly refcountedBytes: number,
  ) {
    const { clusterBytes, clusterBits, compression, l1, refcountTable } = header;
    this.#compressedOffsetBits = 62 - (clusterBits - 8);
    this.#compressedFloorBytes =
      compression === "zstd"
        ? ZSTD_FRAME_BYTES + ZSTD_BLOCK_BYTES * Math.ceil(clusterBytes / ZSTD_BLOCK_HOLDS_BYTES)
        : Math.ceil(clusterBytes / DEFLATE_MAX_RATIO);
    // The last cluster may be half written; what it lacks is at most what the header's own cluster, not subtracted, pays for.
    this.#roomBytes = fileBytes - l1.lengthBytes - refcountTable.lengthBytes;
  }

  /** Offset of the L2 table that an L1 entry names; 0 for none. */
  l2TableOffset(bytes: Buffer, at: number, tableAt: number): number {
    const high = bytes.readUInt32BE(at);
    const low = bytes.readUInt32BE(at + 4);
    if ((high | low) === 0) return 0;
    const offset = (high & OFFSET_HIGH) * 2 ** 32 + ((low & OFFSET_LOW) >>> 0);
    if (high & RESERVED_L1_HIGH || low & RESERVED_L1_LOW) this.#refuseEntry("qcow2.l1Entry", tableAt + at, offset);
    if (offset !== 0) this.#take("qcow2.l1Entry", tableAt + at, offset, offset + this.header.clusterBytes);
    return offset;
  }

  checkL2(bytes: Buffer, tableAt: number): void {
    const { l2EntryBytes } = this.header;
    for (let at = 0; at < bytes.length; at += l2EntryBytes) {
      const high = bytes.readUInt32BE(at);
      const low = bytes.readUInt32BE(at + 4);
      const entryAt = tableAt + at;
      if ((high & COMPRESSED_HIGH) !== 0) this.#checkCompressed(high, low, entryAt);
      else if ((high | low) !== 0) this.#checkPlain(high, low, entryAt);
      if (l2EntryBytes === 16) this.#checkSubclusters(bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12), high, entryAt);
    }
  }

  #checkPlain(high: number, low: number, entryAt: number): void {
    const offset = (high & OFFSET_HIGH) * 2 ** 32 + ((low & OFFSET_LOW) >>> 0);
    const mayBeZero = this.header.version === 3 && this.header.l2EntryBytes === 8;
    if (high & RESERVED_L2_HIGH || low & RESERVED_L2_LOW || (low & ZERO_LOW && !mayBeZero)) {
      this.#refuseEntry("qcow2.l2Entry", entryAt, offset);
    }
    if (offset !== 0) this.#take("qcow2.l2Entry", entryAt, offset, offset + 1);
  }

  /** A compressed cluster starts at any byte; its length is told in sectors, the last of which may be cut by the end of the file. */
  #checkCompressed(high: number, low: number, entryAt: number): void {
    const highBits = this.#compressedOffsetBits - 32;
    const offset = (high & (2 ** highBits - 1)) * 2 ** 32 + low;
    const sectors = ((high & 0x3fffffff) >>> highBits) + 1;
    const lastSector = Math.floor(offset / SECTOR_BYTES) + sectors - 1;
    if (this.#isMetadata(offset, (lastSector + 1) * SECTOR_BYTES)) this.#refuseEntry("qcow2.l2Entry", entryAt, offset);
    if (offset >= this.fileBytes || lastSector * SECTOR_BYTES >= this.fileBytes) this.#refuseOutside("qcow2.l2Entry", entryAt, offset);
    const leastBytes = Math.max(this.#compressedFloorBytes, lastSector * SECTOR_BYTES + 1 - offset);
    this.#spend(leastBytes, "decompressionLimit", "qcow2.compressedCluster", entryAt, offset);
  }

  /** Two bits for each of 32 subclusters, zero (high word) and allocated (low word): never both, and none in a compressed cluster. */
  #checkSubclusters(zero: number, allocated: number, high: number, entryAt: number): void {
    const isCompressed = (high & COMPRESSED_HIGH) !== 0;
    if ((zero & allocated) !== 0 || (isCompressed && (zero | allocated) !== 0)) {
      refuse("corruptImage", {
        construct: "qcow2.subclusters",
        offsetBytes: entryAt + 8,
        found: `${zero.toString(16)}, ${allocated.toString(16)}`,
      });
    }
  }

  /** A whole cluster at `offset`, of which the bytes up to `neededEnd` must be in the file. */
  #take(construct: string, entryAt: number, offset: number, neededEnd: number): void {
    const { clusterBytes } = this.header;
    if (offset % clusterBytes !== 0 || this.#isMetadata(offset, offset + clusterBytes)) this.#refuseEntry(construct, entryAt, offset);
    if (neededEnd > this.fileBytes) this.#refuseOutside(construct, entryAt, offset);
    this.#spend(clusterBytes, "corruptImage", "qcow2.sharedCluster", entryAt, offset);
  }

  #spend(bytes: number, code: "corruptImage" | "decompressionLimit", construct: string, entryAt: number, offset: number): void {
    this.#roomBytes -= bytes;
    if (this.#roomBytes < 0) refuse(code, { construct, offsetBytes: entryAt, found: String(offset) });
  }

  #isMetadata(start: number, end: number): boolean {
    const { clusterBytes, l1, refcountTable } = this.header;
    const overlaps = (table: { offsetBytes: number; lengthBytes: number }) =>
      start < table.offsetBytes + table.lengthBytes && end > table.offsetBytes;
    return start < clusterBytes || overlaps(l1) || overlaps(refcountTable);
  }

  #refuseEntry(construct: string, entryAt: number, offset: number): never {
    refuse("corruptImage", { construct, offsetBytes: entryAt, found: String(offset) });
  }

  #refuseOutside(construct: string, entryAt: number, offset: number): never {
    const code = offset < this.refcountedBytes ? "truncatedImage" : "corruptImage";
    refuse(code, { construct, offsetBytes: entryAt, found: String(offset) });
  }
}
