import { type DiskFacts, MIB, type RandomAccess } from "../../model";
import { SECTOR_BYTES, VIRTUAL_SIZE_MAX_BYTES } from "../constraints";
import { MetadataReader } from "../metadata-reader";
import { refuse } from "../refusal";

const HEADER_BYTES = 512;
const VERSION_1_1 = 0x0001_0001;
const TYPES = new Map([
  [1, "dynamic"],
  [2, "static"],
]);
const TYPE_DIFFERENCING = 4;
const UUID_BYTES = 16;
const LINK_UUID_AT = 424;
const PARENT_UUID_AT = 440;
const ENTRY_BYTES = 4;
/** The only block size that VirtualBox writes and QEMU reads. Unit: bytes. */
const BLOCK_BYTES = MIB;
/** Entries from here on say that nothing is stored (never written, or given back). */
const FIRST_EMPTY_ENTRY = 0xffff_fffe;

interface VdiHeader {
  readonly subformat: string;
  readonly virtualSizeBytes: number;
  readonly mapOffsetBytes: number;
  readonly dataOffsetBytes: number;
  readonly blocks: number;
  readonly allocatedBlocks: number;
}

/**
 * A VDI, dynamic or static, without a parent; every block it maps is inside the file and mapped once.
 * Errors: those of `inspectDisk`. Source: VirtualBox, VDICore.h (VDIHEADER1PLUS); QEMU block/vdi.c.
 */
export async function inspectVdi(source: RandomAccess, limitBytes = VIRTUAL_SIZE_MAX_BYTES): Promise<DiskFacts> {
  const reader = new MetadataReader(source);
  const header = await readHeader(reader, limitBytes);
  await walkMap(reader, header);
  return { format: "vdi", subformat: header.subformat, virtualSizeBytes: header.virtualSizeBytes };
}

async function readHeader(reader: MetadataReader, limitBytes: number): Promise<VdiHeader> {
  const bytes = await reader.read(0, HEADER_BYTES, "vdi.header");
  const type = bytes.readUInt32LE(76);
  const hasParent = [LINK_UUID_AT, PARENT_UUID_AT].some((at) => bytes.subarray(at, at + UUID_BYTES).some((byte) => byte !== 0));
  if (type === TYPE_DIFFERENCING || hasParent) refuse("unsafeImage", { construct: "vdi.parent", offsetBytes: 76, found: String(type) });
  const version = bytes.readUInt32LE(68);
  if (version !== VERSION_1_1) {
    refuse("formatNotSupported", { construct: "vdi.version", offsetBytes: 68, found: `0x${version.toString(16)}`, format: "vdi" });
  }
  const subformat =
    TYPES.get(type) ?? refuse("formatNotSupported", { construct: "vdi.type", offsetBytes: 76, found: String(type), format: "vdi" });
  const size = bytes.readBigUInt64LE(368);
  if (size > BigInt(limitBytes)) refuse("imageTooLarge", { construct: "vdi.size", offsetBytes: 368, found: String(size) });
  const virtualSizeBytes = Number(size);
  if (virtualSizeBytes === 0 || virtualSizeBytes % SECTOR_BYTES !== 0) {
    refuse("corruptImage", { construct: "vdi.size", offsetBytes: 368, found: String(virtualSizeBytes) });
  }
  refuseOther(bytes, 360, SECTOR_BYTES, "vdi.sectorSize");
  refuseOther(bytes, 376, BLOCK_BYTES, "vdi.blockSize");
  refuseOther(bytes, 380, 0, "vdi.blockExtra");
  const header = {
    subformat,
    virtualSizeBytes,
    mapOffsetBytes: bytes.readUInt32LE(340),
    dataOffsetBytes: bytes.readUInt32LE(344),
    blocks: bytes.readUInt32LE(384),
    allocatedBlocks: bytes.readUInt32LE(388),
  };
  refuseMisplaced(header, reader.sizeBytes);
  return header;
}

function refuseOther(bytes: Buffer, at: number, wanted: number, construct: string): void {
  const value = bytes.readUInt32LE(at);
  if (value !== wanted) refuse("corruptImage", { construct, offsetBytes: at, found: String(value) });
}

function refuseMisplaced(header: VdiHeader, fileBytes: number): void {
  const { blocks, allocatedBlocks, mapOffsetBytes, dataOffsetBytes, virtualSizeBytes } = header;
  const wrong = (construct: string, offsetBytes: number, found: number) =>
    refuse("corruptImage", { construct, offsetBytes, found: String(found) });
  if (blocks !== Math.ceil(virtualSizeBytes / BLOCK_BYTES)) wrong("vdi.blocks", 384, blocks);
  if (allocatedBlocks > blocks) wrong("vdi.allocatedBlocks", 388, allocatedBlocks);
  const mapEndBytes = mapOffsetBytes + blocks * ENTRY_BYTES;
  if (mapOffsetBytes < HEADER_BYTES || mapOffsetBytes % SECTOR_BYTES !== 0) wrong("vdi.blockMap", 340, mapOffsetBytes);
  if (dataOffsetBytes < mapEndBytes || dataOffsetBytes % SECTOR_BYTES !== 0) wrong("vdi.data", 344, dataOffsetBytes);
  if (mapEndBytes > fileBytes)
    refuse("truncatedImage", { construct: "vdi.blockMap", offsetBytes: 340, found: `the file ends at ${fileBytes}` });
}

async function walkMap(reader: MetadataReader, header: VdiHeader): Promise<void> {
  const taken = new Uint8Array(Math.ceil(header.allocatedBlocks / 8));
  for await (const piece of reader.pieces(header.mapOffsetBytes, header.blocks * ENTRY_BYTES, "vdi.blockMap")) {
    for (let at = 0; at < piece.bytes.length; at += ENTRY_BYTES) {
      const block = piece.bytes.readUInt32LE(at);
      if (block >= FIRST_EMPTY_ENTRY) continue;
      const refusal = { construct: "vdi.block", offsetBytes: piece.offsetBytes + at, found: String(block) };
      if (block >= header.allocatedBlocks) refuse("corruptImage", refusal);
      if (header.dataOffsetBytes + (block + 1) * BLOCK_BYTES > reader.sizeBytes) refuse("truncatedImage", refusal);
      const bit = 1 << (block & 7);
      const byte = taken[block >> 3] ?? 0;
      if ((byte & bit) !== 0) refuse("corruptImage", { ...refusal, construct: "vdi.sharedBlock" });
      taken[block >> 3] = byte | bit;
    }
  }
}
