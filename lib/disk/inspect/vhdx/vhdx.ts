import { type DiskFacts, MIB, type OnData, type RandomAccess } from "../../model";
import { VIRTUAL_SIZE_MAX_BYTES } from "../constraints";
import { MetadataReader } from "../metadata-reader";
import { refuse } from "../refusal";
import { readVhdxMetadata, type VhdxMetadata } from "./vhdx-metadata";
import { type Region, readRegions, refuseUnfinishedLog } from "./vhdx-regions";

const ENTRY_BYTES = 8;
/** Sectors that one bitmap block accounts for; one table entry of it follows every so many payload blocks. */
const SECTORS_PER_BITMAP = 2 ** 23;
const STATE_MASK = 7n;
const FULLY_PRESENT = 6n;
const PARTIALLY_PRESENT = 7n;
/** Low bits that are not part of an offset in MiB. */
const OFFSET_SHIFT = 20n;

/**
 * A VHDX, fixed or dynamic, without a parent and with its log replayed; every block it maps is inside the file and mapped once.
 * Errors: those of `inspectDisk`. Source: Microsoft, [MS-VHDX] Virtual Hard Disk v2 File Format.
 *
 * `onData` is told, in order, of every range of the disk that may hold data; the last may reach beyond its end.
 */
export async function inspectVhdx(source: RandomAccess, limitBytes = VIRTUAL_SIZE_MAX_BYTES, onData?: OnData): Promise<DiskFacts> {
  const reader = new MetadataReader(source);
  await refuseUnfinishedLog(reader);
  const { blockTable, metadata } = await readRegions(reader);
  const disk = await readVhdxMetadata(reader, metadata, limitBytes);
  await walkBlocks(reader, blockTable, disk, onData);
  return { format: "vhdx", subformat: disk.isFixed ? "fixed" : "dynamic", virtualSizeBytes: disk.virtualSizeBytes };
}

async function walkBlocks(reader: MetadataReader, table: Region, disk: VhdxMetadata, onData?: OnData): Promise<void> {
  const blocks = Math.ceil(disk.virtualSizeBytes / disk.blockBytes);
  const perBitmap = (SECTORS_PER_BITMAP * disk.logicalSectorBytes) / disk.blockBytes;
  const entries = blocks + Math.floor((blocks - 1) / perBitmap);
  if (entries * ENTRY_BYTES > table.lengthBytes) {
    refuse("corruptImage", {
      construct: "vhdx.blockTable",
      offsetBytes: table.offsetBytes,
      found: `room for ${table.lengthBytes / ENTRY_BYTES} entries`,
    });
  }
  const taken = new Uint8Array(Math.ceil(reader.sizeBytes / MIB / 8));
  let index = 0;
  for await (const piece of reader.pieces(table.offsetBytes, entries * ENTRY_BYTES, "vhdx.blockTable")) {
    for (let at = 0; at < piece.bytes.length; at += ENTRY_BYTES, index++) {
      const isBitmap = (index + 1) % (perBitmap + 1) === 0;
      const entry = piece.bytes.readBigUInt64LE(at);
      const where = { offsetBytes: piece.offsetBytes + at, found: `0x${entry.toString(16)}` };
      const state = entry & STATE_MASK;
      // Bitmaps say which sectors a parent has; a disk of its own has none.
      if (state === PARTIALLY_PRESENT) refuse("unsafeImage", { construct: "vhdx.partialBlock", ...where });
      if (isBitmap || state !== FULLY_PRESENT) continue;
      const payload = index - Math.floor(index / (perBitmap + 1));
      // The last block need not be whole: only what belongs to the disk must be there.
      const neededBytes = Math.min(disk.blockBytes, disk.virtualSizeBytes - payload * disk.blockBytes);
      onData?.(payload * disk.blockBytes, disk.blockBytes);
      take(taken, { offsetBytes: Number(entry >> OFFSET_SHIFT) * MIB, neededBytes }, reader.sizeBytes, where);
    }
  }
}

/** Marks the MiB of one block. */
function take(
  taken: Uint8Array,
  block: { offsetBytes: number; neededBytes: number },
  fileBytes: number,
  where: { offsetBytes: number; found: string },
): void {
  const { offsetBytes, neededBytes } = block;
  if (offsetBytes === 0) refuse("corruptImage", { construct: "vhdx.block", ...where });
  if (offsetBytes + neededBytes > fileBytes) refuse("truncatedImage", { construct: "vhdx.block", ...where });
  const first = offsetBytes / MIB;
  for (let mib = first; mib < first + Math.ceil(neededBytes / MIB); mib++) {
    const bit = 1 << (mib & 7);
    const byte = taken[mib >> 3] ?? 0;
    if ((byte & bit) !== 0) refuse("corruptImage", { construct: "vhdx.sharedBlock", ...where });
    taken[mib >> 3] = byte | bit;
  }
}
