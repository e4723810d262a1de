import { KIB, MIB } from "../../model";
import type { MetadataReader } from "../metadata-reader";
import { refuse } from "../refusal";
import { crc32cWithout } from "./crc32c";

const HEADER_OFFSETS = [64 * KIB, 128 * KIB] as const;
const HEADER_BYTES = 4 * KIB;
const REGION_TABLE_OFFSET = 192 * KIB;
const REGION_TABLE_BYTES = 64 * KIB;
const REGION_ENTRY_BYTES = 32;
const REGION_ENTRIES_MAX = 2047;
const CHECKSUM_AT = 4;
const FORMAT_VERSION_1 = 1;
/** Regions begin behind the header section. Unit: bytes. */
const FIRST_REGION_AT = MIB;

const BLOCK_TABLE = "2dc27766-f623-4200-9d64-115e9bfd4a08";
const METADATA = "8b7ca206-4790-4b9a-b8fe-575f050f886e";

/** A piece of the file that the region table names. Unit: bytes. */
export interface Region {
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/** A GUID in the usual notation; its first three parts are little-endian on disk. */
export function readGuid(bytes: Buffer, at: number): string {
  const hex = (from: number, length: number) => bytes.toString("hex", at + from, at + from + length);
  const swapped = (from: number, length: number) =>
    Buffer.from(bytes.subarray(at + from, at + from + length))
      .reverse()
      .toString("hex");
  return [swapped(0, 4), swapped(4, 2), swapped(6, 2), hex(8, 2), hex(10, 6)].join("-");
}

/**
 * Reads the header that is in force (of two, the valid one written last) and refuses a file whose log was not replayed: its tables
 * may be older than its data. Source: Microsoft, [MS-VHDX] §2.2.
 */
export async function refuseUnfinishedLog(reader: MetadataReader): Promise<void> {
  const headers = await Promise.all(HEADER_OFFSETS.map(async (at) => ({ at, bytes: await reader.read(at, HEADER_BYTES, "vhdx.header") })));
  const valid = headers.filter(
    ({ bytes }) => bytes.toString("latin1", 0, 4) === "head" && bytes.readUInt32LE(CHECKSUM_AT) === crc32cWithout(bytes, CHECKSUM_AT),
  );
  const current = valid.sort((a, b) => Number(b.bytes.readBigUInt64LE(8) - a.bytes.readBigUInt64LE(8)))[0];
  if (current === undefined) refuse("corruptImage", { construct: "vhdx.header", offsetBytes: HEADER_OFFSETS[0], found: "no valid header" });
  const version = current.bytes.readUInt16LE(66);
  if (version !== FORMAT_VERSION_1) {
    refuse("formatNotSupported", { construct: "vhdx.version", offsetBytes: current.at + 66, found: String(version), format: "vhdx" });
  }
  if (current.bytes.subarray(48, 64).some((byte) => byte !== 0)) {
    refuse("corruptImage", { construct: "vhdx.unfinishedLog", offsetBytes: current.at + 48, found: readGuid(current.bytes, 48) });
  }
  const log = { offsetBytes: Number(current.bytes.readBigUInt64LE(72)), lengthBytes: current.bytes.readUInt32LE(68) };
  if (log.offsetBytes < FIRST_REGION_AT || log.offsetBytes + log.lengthBytes > reader.sizeBytes) {
    refuse("corruptImage", {
      construct: "vhdx.log",
      offsetBytes: current.at + 72,
      found: `${log.lengthBytes} bytes at ${log.offsetBytes}`,
    });
  }
}

/** The two regions every file has, inside the file and apart from each other. Source: [MS-VHDX] §2.2.3. */
export async function readRegions(reader: MetadataReader): Promise<{ blockTable: Region; metadata: Region }> {
  const table = await reader.read(REGION_TABLE_OFFSET, REGION_TABLE_BYTES, "vhdx.regionTable");
  const wrong = (found: string): never =>
    refuse("corruptImage", { construct: "vhdx.regionTable", offsetBytes: REGION_TABLE_OFFSET, found });
  if (table.toString("latin1", 0, 4) !== "regi") wrong(table.toString("latin1", 0, 4));
  if (table.readUInt32LE(CHECKSUM_AT) !== crc32cWithout(table, CHECKSUM_AT)) wrong("its checksum is wrong");
  const entries = table.readUInt32LE(8);
  if (entries > REGION_ENTRIES_MAX) wrong(`${entries} entries`);
  const found = new Map<string, Region>();
  for (let index = 0; index < entries; index++) {
    const at = 16 + index * REGION_ENTRY_BYTES;
    const guid = readGuid(table, at);
    const isRequired = (table.readUInt32LE(at + 28) & 1) === 1;
    if (guid !== BLOCK_TABLE && guid !== METADATA) {
      if (isRequired)
        refuse("formatNotSupported", { construct: "vhdx.region", offsetBytes: REGION_TABLE_OFFSET + at, found: guid, format: "vhdx" });
      continue;
    }
    if (found.has(guid)) wrong(`${guid} twice`);
    const region = { offsetBytes: Number(table.readBigUInt64LE(at + 16)), lengthBytes: table.readUInt32LE(at + 24) };
    refuseMisplaced(region, reader.sizeBytes, REGION_TABLE_OFFSET + at);
    found.set(guid, region);
  }
  const blockTable = found.get(BLOCK_TABLE) ?? wrong("no block table");
  const metadata = found.get(METADATA) ?? wrong("no metadata");
  const overlap =
    blockTable.offsetBytes < metadata.offsetBytes + metadata.lengthBytes &&
    metadata.offsetBytes < blockTable.offsetBytes + blockTable.lengthBytes;
  if (overlap) wrong("regions overlap");
  return { blockTable, metadata };
}

function refuseMisplaced({ offsetBytes, lengthBytes }: Region, fileBytes: number, at: number): void {
  const found = `${lengthBytes} bytes at ${offsetBytes}`;
  const isAligned = offsetBytes % MIB === 0 && lengthBytes % MIB === 0;
  if (!isAligned || lengthBytes === 0 || offsetBytes < FIRST_REGION_AT)
    refuse("corruptImage", { construct: "vhdx.region", offsetBytes: at, found });
  if (offsetBytes + lengthBytes > fileBytes) refuse("truncatedImage", { construct: "vhdx.region", offsetBytes: at, found });
}
