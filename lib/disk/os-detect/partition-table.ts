const SECTOR_BYTES = 512;
/** What has to be read from the start of a disk: MBR, GPT header and the usual 128 entries. Unit: bytes. */
export const PARTITION_TABLE_BYTES = 34 * SECTOR_BYTES;

export interface PartitionTable {
  readonly kind: "gpt" | "mbr";
  /** Type GUIDs in lower case, or two hex digits of an MBR type. */
  readonly types: readonly string[];
  /** The boot sector holds instructions. */
  readonly hasBootCode: boolean;
}

const ESP_GUID = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";
const BIOS_BOOT_GUID = "21686148-6449-6e6f-744e-656564454649";
const ESP_MBR_TYPE = "ef";
const PROTECTIVE_MBR_TYPE = "ee";
const UNUSED_GUID = "00000000-0000-0000-0000-000000000000";
const BOOT_CODE_BYTES = 440;
const MBR_ENTRIES = { offset: 446, count: 4, bytes: 16, typeOffset: 4 };
const GPT_ENTRIES_MAX = 128;

/** Partition types and boot code by the first bytes of a disk; undefined without a valid table. Source: UEFI 2.10, chapter 5. */
export function parsePartitionTable(start: Buffer): PartitionTable | undefined {
  if (start.length < SECTOR_BYTES || start.readUInt16LE(510) !== 0xaa55) return undefined;
  const hasBootCode = start.subarray(0, BOOT_CODE_BYTES).some((byte) => byte !== 0);
  const mbrTypes = Array.from({ length: MBR_ENTRIES.count }, (_, index) =>
    start.readUInt8(MBR_ENTRIES.offset + index * MBR_ENTRIES.bytes + MBR_ENTRIES.typeOffset),
  )
    .filter((type) => type !== 0)
    .map((type) => type.toString(16).padStart(2, "0"));
  if (mbrTypes.includes(PROTECTIVE_MBR_TYPE)) {
    const types = gptTypes(start);
    if (types) return { kind: "gpt", types, hasBootCode };
  }
  return mbrTypes.length > 0 ? { kind: "mbr", types: mbrTypes, hasBootCode } : undefined;
}

/**
 * How the firmware of a machine could start the disk. An MBR type 0xef alone is not enough for UEFI: it needs a loader in it.
 * Both are possible at once.
 */
export function bootWaysOf(table: PartitionTable, hasEfiLoader: boolean): { bios: boolean; uefi: boolean } {
  return {
    bios: table.hasBootCode || table.types.includes(BIOS_BOOT_GUID),
    uefi: table.types.includes(ESP_GUID) || (table.types.includes(ESP_MBR_TYPE) && hasEfiLoader),
  };
}

function gptTypes(start: Buffer): string[] | undefined {
  const header = start.subarray(SECTOR_BYTES, 2 * SECTOR_BYTES);
  if (header.length < SECTOR_BYTES || header.toString("latin1", 0, 8) !== "EFI PART") return undefined;
  const firstSector = header.readBigUInt64LE(72);
  const count = Math.min(header.readUInt32LE(80), GPT_ENTRIES_MAX);
  const entryBytes = header.readUInt32LE(84);
  if (firstSector < 2n || firstSector > 33n || entryBytes < 128 || entryBytes > 4096) return undefined;
  const first = Number(firstSector) * SECTOR_BYTES;
  const guids = Array.from({ length: count }, (_, index) => guidAt(start, first + index * entryBytes));
  return guids.filter((guid) => guid !== undefined && guid !== UNUSED_GUID) as string[]; // filter() cannot narrow a compound test
}

/** The first three groups are stored little-endian. */
function guidAt(bytes: Buffer, offset: number): string | undefined {
  if (offset + 16 > bytes.length) return undefined;
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
  const [a, b, c] = [bytes.readUInt32LE(offset), bytes.readUInt16LE(offset + 4), bytes.readUInt16LE(offset + 6)];
  const tail = bytes.toString("hex", offset + 8, offset + 16);
  return `${hex(a, 8)}-${hex(b, 4)}-${hex(c, 4)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}
