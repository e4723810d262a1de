import type { DiskFacts, RandomAccess } from "../model";
import { SECTOR_BYTES, VHD_BLOCK_BYTES, VIRTUAL_SIZE_MAX_BYTES } from "./constraints";
import { MetadataReader } from "./metadata-reader";
import { refuse } from "./refusal";
import { readVhdFooter, refuseWrongChecksum, type VhdFooter } from "./vhd-footer";

const DYNAMIC_HEADER_BYTES = 1024;
const CHECKSUM_AT = 36;
const PARENT_ID = { start: 40, end: 56 } as const;
const LOCATORS = { start: 576, end: 768 } as const;
const VERSION_1 = 0x00010000;
const ENTRY_BYTES = 4;
const NO_BLOCK = 0xffffffff;

/** Block allocation table of a dynamic VHD. */
interface BlockTable {
  readonly offsetBytes: number;
  readonly entries: number;
  readonly blockBytes: number;
}

/**
 * A VHD, fixed (type 2) or dynamic (type 3), without a parent. Its size is the field "current size": Virtual PC and old QEMU derive it from the
 * geometry instead, which is smaller by up to 2 MiB, so a tool must be told to use the same (`force_size_calc=current_size`).
 * Errors: those of `inspectDisk`. Source: Microsoft, Virtual Hard Disk Image Format Specification 1.0.
 */
export async function inspectVhd(source: RandomAccess, limitBytes = VIRTUAL_SIZE_MAX_BYTES): Promise<DiskFacts> {
  const reader = new MetadataReader(source);
  const footer = await readVhdFooter(reader);
  const { virtualSizeBytes } = footer;
  if (virtualSizeBytes > limitBytes) {
    refuse("imageTooLarge", { construct: "vhd.size", offsetBytes: footer.offsetBytes + 48, found: String(virtualSizeBytes) });
  }
  if (footer.type === "fixed") refuseWrongLength(footer);
  else await walkBlocks(reader, await readDynamicHeader(reader, footer), footer);
  return { format: "vhd", subformat: footer.type, virtualSizeBytes };
}

/** A fixed VHD is its disk and the footer, nothing else. */
function refuseWrongLength(footer: VhdFooter): void {
  if (footer.virtualSizeBytes === footer.offsetBytes) return;
  const code = footer.virtualSizeBytes > footer.offsetBytes ? "truncatedImage" : "corruptImage";
  const found = `${footer.virtualSizeBytes} of ${footer.offsetBytes}`;
  refuse(code, { construct: "vhd.size", offsetBytes: footer.offsetBytes + 48, found });
}

async function readDynamicHeader(reader: MetadataReader, footer: VhdFooter): Promise<BlockTable> {
  const at = footer.dynamicHeaderOffsetBytes;
  if (at % SECTOR_BYTES !== 0 || at < SECTOR_BYTES || at + DYNAMIC_HEADER_BYTES > footer.offsetBytes) {
    refuse("corruptImage", { construct: "vhd.dynamicHeader", offsetBytes: 16, found: String(at) });
  }
  const bytes = await reader.read(at, DYNAMIC_HEADER_BYTES, "vhd.dynamicHeader");
  const cookie = bytes.toString("latin1", 0, 8);
  if (cookie !== "cxsparse") refuse("corruptImage", { construct: "vhd.dynamicHeader", offsetBytes: at, found: cookie });
  refuseWrongChecksum(bytes, { checksumAt: CHECKSUM_AT, construct: "vhd.dynamicHeaderChecksum", offsetBytes: at });
  const version = bytes.readUInt32BE(24);
  if (version !== VERSION_1) {
    refuse("formatNotSupported", { construct: "vhd.version", offsetBytes: at + 24, found: `0x${version.toString(16)}`, format: "vhd" });
  }
  const hasParent = [PARENT_ID, LOCATORS].some(({ start, end }) => bytes.subarray(start, end).some((byte) => byte !== 0));
  if (hasParent) refuse("unsafeImage", { construct: "vhd.parent", offsetBytes: at + PARENT_ID.start, found: toParentName(bytes) });

  const table = { offsetBytes: Number(bytes.readBigUInt64BE(16)), entries: bytes.readUInt32BE(28), blockBytes: bytes.readUInt32BE(32) };
  const isBlockSize =
    table.blockBytes >= VHD_BLOCK_BYTES.min && table.blockBytes <= VHD_BLOCK_BYTES.max && Number.isInteger(Math.log2(table.blockBytes));
  if (!isBlockSize) refuse("corruptImage", { construct: "vhd.blockSize", offsetBytes: at + 32, found: String(table.blockBytes) });
  const endBytes = table.offsetBytes + table.entries * ENTRY_BYTES;
  if (table.offsetBytes < at + DYNAMIC_HEADER_BYTES || table.offsetBytes % SECTOR_BYTES !== 0 || endBytes > footer.offsetBytes) {
    refuse("corruptImage", {
      construct: "vhd.blockTable",
      offsetBytes: at + 16,
      found: `${table.entries} entries at ${table.offsetBytes}`,
    });
  }
  if (table.entries * table.blockBytes < footer.virtualSizeBytes) {
    refuse("corruptImage", { construct: "vhd.blockTable", offsetBytes: at + 28, found: `${table.entries} entries` });
  }
  return table;
}

/** Every allocated block, its bitmap before it, stands between the table and the last footer; together they are not longer than that. */
async function walkBlocks(reader: MetadataReader, table: BlockTable, footer: VhdFooter): Promise<void> {
  const bitmapBytes = Math.ceil(table.blockBytes / SECTOR_BYTES / 8 / SECTOR_BYTES) * SECTOR_BYTES;
  const storedBytes = bitmapBytes + table.blockBytes;
  const firstBlockAt = table.offsetBytes + table.entries * ENTRY_BYTES;
  let roomBytes = footer.offsetBytes - firstBlockAt;
  for await (const piece of reader.pieces(table.offsetBytes, table.entries * ENTRY_BYTES, "vhd.blockTable")) {
    for (let at = 0; at < piece.bytes.length; at += ENTRY_BYTES) {
      const sector = piece.bytes.readUInt32BE(at);
      if (sector === NO_BLOCK) continue;
      const blockAt = sector * SECTOR_BYTES;
      const refusal = { offsetBytes: piece.offsetBytes + at, found: String(blockAt) };
      if (blockAt < firstBlockAt || blockAt + storedBytes > footer.offsetBytes) {
        refuse("corruptImage", { construct: "vhd.block", ...refusal });
      }
      roomBytes -= storedBytes;
      if (roomBytes < 0) refuse("corruptImage", { construct: "vhd.sharedBlock", ...refusal });
    }
  }
}

/** The parent's name, UTF-16 big-endian in 512 bytes. */
function toParentName(bytes: Buffer): string {
  const name = Buffer.from(bytes.subarray(64, 576)).swap16().toString("utf16le");
  return name.replace(/\0.*$/s, "");
}
