import { SECTOR_BYTES } from "../inspect/constraints";
import { vhdChecksum } from "../inspect/vhd-footer";
import { BLOCK_BYTES, blockCountOf, roundUp, type Zvhd2Identity } from "../zvhd2/layout";

// The structures of a dynamic VHD, as bytes. All integers are big-endian.
// Source: Microsoft, Virtual Hard Disk Image Format Specification 1.0.

const HEADER_AT = SECTOR_BYTES;
const HEADER_BYTES = 1024;
/** Where the table begins. Unit: bytes from the start of the file. */
export const TABLE_AT = HEADER_AT + HEADER_BYTES;
const ENTRY_BYTES = 4;
/** Every byte of an entry whose block is not there. */
const NO_BLOCK = 0xff;

const FOOTER_CHECKSUM_AT = 64;
const HEADER_CHECKSUM_AT = 36;
const VERSION_1 = 0x0001_0000;
/** The one bit of the features that is always set. */
const RESERVED_FEATURE = 2;
const TYPE_DYNAMIC = 3;
const NOWHERE = 0xffff_ffff_ffff_ffffn;
const EPOCH_MS = Date.UTC(2000, 0, 1);
/** The largest geometry there is: readers that would compute the size of it then take the size that is stated. Source: QEMU block/vpc.c. */
const GEOMETRY = { cylinders: 65_535, heads: 16, sectorsPerTrack: 255 } as const;

/** The last sector of the file, and its copy the first. The size is rounded up to whole sectors. */
export function encodeVhdFooter(virtualSizeBytes: number, { uuid, createdAt }: Zvhd2Identity): Buffer {
  const sizeBytes = BigInt(roundUp(virtualSizeBytes, SECTOR_BYTES));
  const footer = Buffer.alloc(SECTOR_BYTES);
  footer.write("conectix", 0, "latin1");
  footer.writeUInt32BE(RESERVED_FEATURE, 8);
  footer.writeUInt32BE(VERSION_1, 12);
  footer.writeBigUInt64BE(BigInt(HEADER_AT), 16);
  footer.writeUInt32BE(Math.max(0, Math.floor((createdAt.getTime() - EPOCH_MS) / 1000)), 24);
  footer.write("ims ", 28, "latin1");
  footer.writeUInt32BE(VERSION_1, 32);
  footer.write("Wi2k", 36, "latin1");
  footer.writeBigUInt64BE(sizeBytes, 40);
  footer.writeBigUInt64BE(sizeBytes, 48);
  footer.writeUInt16BE(GEOMETRY.cylinders, 56);
  footer.writeUInt8(GEOMETRY.heads, 58);
  footer.writeUInt8(GEOMETRY.sectorsPerTrack, 59);
  footer.writeUInt32BE(TYPE_DYNAMIC, 60);
  footer.set(uuid, 68);
  footer.writeUInt32BE(vhdChecksum(footer, FOOTER_CHECKSUM_AT), FOOTER_CHECKSUM_AT);
  return footer;
}

/** The header behind the first sector: where the table is, and how large its blocks are. */
export function encodeDynamicHeader(virtualSizeBytes: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write("cxsparse", 0, "latin1");
  header.writeBigUInt64BE(NOWHERE, 8);
  header.writeBigUInt64BE(BigInt(TABLE_AT), 16);
  header.writeUInt32BE(VERSION_1, 24);
  header.writeUInt32BE(blockCountOf(virtualSizeBytes), 28);
  header.writeUInt32BE(BLOCK_BYTES, 32);
  header.writeUInt32BE(vhdChecksum(header, HEADER_CHECKSUM_AT), HEADER_CHECKSUM_AT);
  return header;
}

/** Length of the table, whole sectors. Unit: bytes. */
export function tableBytes(blockCount: number): number {
  return roundUp(blockCount * ENTRY_BYTES, SECTOR_BYTES);
}

/** The table, with the sector at which each block that is there begins. Unit of `placeOf`: bytes from the start of the file. */
export function encodeTable(blockCount: number, blocks: Iterable<number>, placeOf: (rank: number) => number): Buffer {
  const table = Buffer.alloc(tableBytes(blockCount), NO_BLOCK);
  let rank = 0;
  for (const block of blocks) table.writeUInt32BE(placeOf(rank++) / SECTOR_BYTES, block * ENTRY_BYTES);
  return table;
}
