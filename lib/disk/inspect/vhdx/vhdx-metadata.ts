import { KIB, MIB } from "../../model";
import type { MetadataReader } from "../metadata-reader";
import { refuse } from "../refusal";
import { type Region, readGuid } from "./vhdx-regions";

const TABLE_BYTES = 64 * KIB;
const ENTRY_BYTES = 32;
const ENTRIES_MAX = 2047;
const ITEM_MAX_BYTES = MIB;
const IS_REQUIRED = 4;
const HAS_PARENT = 2;
/** Powers of two. Unit: bytes. Boundary: inclusive. */
const BLOCK_BYTES = { min: MIB, max: 256 * MIB } as const;

const FILE_PARAMETERS = "caa16737-fa36-4d43-b3b6-33f0aa44e76b";
const VIRTUAL_DISK_SIZE = "2fa54224-cd1b-4876-b211-5dbed83bf4b8";
const LOGICAL_SECTOR_SIZE = "8141bf1d-a96f-4709-ba47-f233a8faab5f";
const PARENT_LOCATOR = "a8d35f2d-b30b-454d-abf7-d3d84834ab0c";
/** Items that say nothing a reader of the disk needs: page 83 data, physical sector size. */
const IGNORED = new Set(["beca12ab-b2e6-4523-93ef-c309e000c746", "cda348c7-445d-4471-9cc9-e9885251c556"]);
const KNOWN = new Set([FILE_PARAMETERS, VIRTUAL_DISK_SIZE, LOGICAL_SECTOR_SIZE, PARENT_LOCATOR]);

export interface VhdxMetadata {
  readonly virtualSizeBytes: number;
  readonly blockBytes: number;
  readonly logicalSectorBytes: 512 | 4096;
  /** Everything is allocated, and stays so. */
  readonly isFixed: boolean;
}

/** Reads what the disk is, and refuses one that needs a parent. Source: Microsoft, [MS-VHDX] §2.6. */
export async function readVhdxMetadata(reader: MetadataReader, region: Region, limitBytes: number): Promise<VhdxMetadata> {
  const items = await readItems(reader, region);
  const parameters = await items.read(FILE_PARAMETERS, 8);
  const blockBytes = parameters.bytes.readUInt32LE(0);
  const flags = parameters.bytes.readUInt32LE(4);
  if ((flags & HAS_PARENT) !== 0 || items.has(PARENT_LOCATOR)) {
    refuse("unsafeImage", { construct: "vhdx.parent", offsetBytes: parameters.at + 4, found: "differencing disk" });
  }
  const isBlockSize = blockBytes >= BLOCK_BYTES.min && blockBytes <= BLOCK_BYTES.max && Number.isInteger(Math.log2(blockBytes));
  if (!isBlockSize) refuse("corruptImage", { construct: "vhdx.blockSize", offsetBytes: parameters.at, found: String(blockBytes) });
  const sector = await items.read(LOGICAL_SECTOR_SIZE, 4);
  const logicalSectorBytes = sector.bytes.readUInt32LE(0);
  if (logicalSectorBytes !== 512 && logicalSectorBytes !== 4096) {
    refuse("corruptImage", { construct: "vhdx.sectorSize", offsetBytes: sector.at, found: String(logicalSectorBytes) });
  }
  const size = await items.read(VIRTUAL_DISK_SIZE, 8);
  const virtualSizeBytes = Number(size.bytes.readBigUInt64LE(0));
  const refusal = { construct: "vhdx.size", offsetBytes: size.at, found: String(virtualSizeBytes) };
  if (virtualSizeBytes > limitBytes) refuse("imageTooLarge", refusal);
  if (virtualSizeBytes === 0 || virtualSizeBytes % logicalSectorBytes !== 0) refuse("corruptImage", refusal);
  return { virtualSizeBytes, blockBytes, logicalSectorBytes, isFixed: (flags & 1) === 1 };
}

async function readItems(reader: MetadataReader, region: Region) {
  const table = await reader.read(region.offsetBytes, TABLE_BYTES, "vhdx.metadata");
  const wrong = (found: string, at = 0): never =>
    refuse("corruptImage", { construct: "vhdx.metadata", offsetBytes: region.offsetBytes + at, found });
  if (table.toString("latin1", 0, 8) !== "metadata") wrong(table.toString("latin1", 0, 8));
  const count = table.readUInt16LE(10);
  if (count > ENTRIES_MAX) wrong(`${count} items`, 10);
  const items = new Map<string, { offset: number; length: number }>();
  for (let index = 0; index < count; index++) {
    const at = ENTRY_BYTES + index * ENTRY_BYTES;
    const id = readGuid(table, at);
    const isRequired = (table.readUInt32LE(at + 24) & IS_REQUIRED) !== 0;
    if (!KNOWN.has(id)) {
      if (isRequired && !IGNORED.has(id)) {
        refuse("formatNotSupported", { construct: "vhdx.metadataItem", offsetBytes: region.offsetBytes + at, found: id, format: "vhdx" });
      }
      continue;
    }
    if (items.has(id)) wrong(`${id} twice`, at);
    const item = { offset: table.readUInt32LE(at + 16), length: table.readUInt32LE(at + 20) };
    const isInside = item.offset >= TABLE_BYTES && item.length <= ITEM_MAX_BYTES && item.offset + item.length <= region.lengthBytes;
    if (!isInside) wrong(`${item.length} bytes at ${item.offset}`, at + 16);
    items.set(id, item);
  }
  return {
    has: (id: string) => items.has(id),
    async read(id: string, lengthBytes: number): Promise<{ bytes: Buffer; at: number }> {
      const item = items.get(id) ?? wrong(`no item ${id}`);
      if (item.length < lengthBytes) wrong(`${id} of ${item.length} bytes`);
      const at = region.offsetBytes + item.offset;
      return { bytes: await reader.read(at, lengthBytes, "vhdx.metadata"), at };
    },
  };
}
