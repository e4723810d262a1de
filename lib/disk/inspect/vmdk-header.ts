import { SECTOR_BYTES, VMDK_DESCRIPTOR_MAX_BYTES, VMDK_GRAIN_SECTORS, VMDK_GRAIN_TABLE_ENTRIES } from "./constraints";
import type { MetadataReader } from "./metadata-reader";
import { refuse } from "./refusal";

const VERSION_MAX = 3;
const FLAG_NEWLINE_TEST = 1 << 0;
const FLAG_REDUNDANT_TABLES = 1 << 1;
const FLAG_ZEROED_GRAINS = 1 << 2;
const FLAG_COMPRESSED = 1 << 16;
const FLAG_MARKERS = 1 << 17;
const UNDERSTOOD = FLAG_NEWLINE_TEST | FLAG_REDUNDANT_TABLES | FLAG_ZEROED_GRAINS | FLAG_COMPRESSED | FLAG_MARKERS;
const NEWLINES = "\n \r\n";
const DEFLATE = 1;

/** `gdOffset` of a stream whose grain directory is found through the footer. */
const DIRECTORY_AT_END = 0xffff_ffff_ffff_ffffn;
/** Footer marker, footer, end-of-stream marker: one sector each, the last of the file. */
const FOOTER_SECTORS = 3;
const MARKER_FOOTER = 3;
const MARKER_END_OF_STREAM = 0;

/** The header of a sparse extent; numbers are checked against their limits, places in the file where they are used. */
export interface VmdkHeader {
  readonly capacitySectors: number;
  readonly grainSectors: number;
  readonly descriptor: { readonly offsetBytes: number; readonly lengthBytes: number };
  readonly directoryOffsetBytes: number;
  /** Sectors before the first grain, as the writer says. */
  readonly overheadSectors: number;
  readonly isCompressed: boolean;
  readonly hasZeroedGrains: boolean;
  readonly hasFooter: boolean;
  /** Where this header stands. Unit: bytes. */
  readonly offsetBytes: number;
}

export async function readVmdkHeader(reader: MetadataReader): Promise<VmdkHeader> {
  const header = parse(await reader.read(0, SECTOR_BYTES, "vmdk.header"), 0);
  const { offsetBytes, lengthBytes } = header.descriptor;
  const found = `sector ${offsetBytes / SECTOR_BYTES}, ${lengthBytes / SECTOR_BYTES} sectors`;
  if (lengthBytes === 0) refuse("formatNotSupported", { construct: "vmdk.descriptor", offsetBytes: 28, found: "none", format: "vmdk" });
  if (offsetBytes < SECTOR_BYTES || lengthBytes > VMDK_DESCRIPTOR_MAX_BYTES) {
    refuse("corruptImage", { construct: "vmdk.descriptor", offsetBytes: 28, found });
  }
  if (offsetBytes + lengthBytes > reader.sizeBytes) refuse("truncatedImage", { construct: "vmdk.descriptor", offsetBytes: 28, found });
  return header;
}

/** The footer of a stream: the header again, with the place of the directory. Everything else in it must agree with the header. */
export async function readFooter(reader: MetadataReader, header: VmdkHeader): Promise<VmdkHeader> {
  const at = reader.sizeBytes - FOOTER_SECTORS * SECTOR_BYTES;
  if (at % SECTOR_BYTES !== 0 || at < header.descriptor.offsetBytes + header.descriptor.lengthBytes) {
    refuse("truncatedImage", { construct: "vmdk.footer", offsetBytes: Math.max(at, 0), found: `the file ends at ${reader.sizeBytes}` });
  }
  const bytes = await reader.read(at, FOOTER_SECTORS * SECTOR_BYTES, "vmdk.footer");
  const hasEnd = bytes.readBigUInt64LE(2 * SECTOR_BYTES) === 0n && isMarker(bytes, 2 * SECTOR_BYTES, MARKER_END_OF_STREAM);
  const hasMarkers = isMarker(bytes, 0, MARKER_FOOTER) && hasEnd;
  if (!hasMarkers || bytes.toString("latin1", SECTOR_BYTES, SECTOR_BYTES + 4) !== "KDMV") {
    refuse("truncatedImage", { construct: "vmdk.footer", offsetBytes: at, found: "no footer between its markers" });
  }
  const footer = parse(bytes.subarray(SECTOR_BYTES, 2 * SECTOR_BYTES), at + SECTOR_BYTES);
  const agrees =
    footer.capacitySectors === header.capacitySectors &&
    footer.grainSectors === header.grainSectors &&
    footer.isCompressed === header.isCompressed &&
    footer.hasZeroedGrains === header.hasZeroedGrains &&
    !footer.hasFooter;
  if (!agrees) refuse("corruptImage", { construct: "vmdk.footer", offsetBytes: footer.offsetBytes, found: "differs from the header" });
  return { ...footer, descriptor: header.descriptor, hasFooter: true };
}

/** A marker of a stream with no data of its own: u64 sectors that follow, u32 0, u32 type. */
export function isMarker(bytes: Buffer, at: number, type: number): boolean {
  return bytes.readUInt32LE(at + 8) === 0 && bytes.readUInt32LE(at + 12) === type;
}

function parse(bytes: Buffer, at: number): VmdkHeader {
  const version = bytes.readUInt32LE(4);
  if (version < 1 || version > VERSION_MAX) {
    refuse("formatNotSupported", { construct: "vmdk.version", offsetBytes: at + 4, found: String(version), format: "vmdk" });
  }
  const flags = readFlags(bytes, at);
  const grainSectors = readSize(bytes, 20);
  const isGrain =
    grainSectors >= VMDK_GRAIN_SECTORS.min && grainSectors <= VMDK_GRAIN_SECTORS.max && Number.isInteger(Math.log2(grainSectors));
  if (!isGrain) refuse("corruptImage", { construct: "vmdk.grainSize", offsetBytes: at + 20, found: String(grainSectors) });
  const tableEntries = bytes.readUInt32LE(44);
  if (tableEntries !== VMDK_GRAIN_TABLE_ENTRIES) {
    refuse("corruptImage", { construct: "vmdk.grainTableSize", offsetBytes: at + 44, found: String(tableEntries) });
  }
  return {
    capacitySectors: readSize(bytes, 12),
    grainSectors,
    descriptor: { offsetBytes: readSize(bytes, 28) * SECTOR_BYTES, lengthBytes: readSize(bytes, 36) * SECTOR_BYTES },
    directoryOffsetBytes: readSize(bytes, 56) * SECTOR_BYTES,
    overheadSectors: readSize(bytes, 64),
    isCompressed: (flags & FLAG_COMPRESSED) !== 0,
    hasZeroedGrains: (flags & FLAG_ZEROED_GRAINS) !== 0,
    hasFooter: bytes.readBigUInt64LE(56) === DIRECTORY_AT_END,
    offsetBytes: at,
  };
}

function readFlags(bytes: Buffer, at: number): number {
  const flags = bytes.readUInt32LE(8);
  if ((flags & ~UNDERSTOOD) !== 0) {
    refuse("formatNotSupported", { construct: "vmdk.flags", offsetBytes: at + 8, found: `0x${flags.toString(16)}`, format: "vmdk" });
  }
  const newlines = bytes.toString("latin1", 73, 77);
  if (flags & FLAG_NEWLINE_TEST && newlines !== NEWLINES) {
    refuse("corruptImage", { construct: "vmdk.newlines", offsetBytes: at + 73, found: JSON.stringify(newlines) });
  }
  const algorithm = bytes.readUInt16LE(77);
  const isCompressed = (flags & FLAG_COMPRESSED) !== 0;
  if (isCompressed ? algorithm !== DEFLATE : algorithm !== 0) {
    refuse("corruptImage", { construct: "vmdk.compression", offsetBytes: at + 77, found: String(algorithm) });
  }
  return flags;
}

function readSize(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}
