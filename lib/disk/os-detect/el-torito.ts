import type { BootMode } from "../model";

/** Where the boot record of an ISO stands, in sectors of 512 bytes. Source: El Torito specification 1.0, figure 7. */
export const BOOT_RECORD_SECTOR = 17 * 4;
/** What is read of the boot record, and of the catalogue it names. Unit: sectors of 512 bytes. */
export const BOOT_RECORD_SECTORS = 4;

const SYSTEM_ID = "EL TORITO SPECIFICATION";
const ENTRY_BYTES = 32;
const BOOTABLE = 0x88;
const SECTION_HEADERS: readonly number[] = [0x90, 0x91];
const PLATFORM_X86 = 0;
const PLATFORM_UEFI = 0xef;

/** Where the boot catalogue stands, in sectors of 512 bytes; undefined for a disc that cannot be booted. */
export function bootCatalogueSector(record: Buffer): number | undefined {
  if (record.length < 0x4b || record.toString("latin1", 1, 6) !== "CD001") return undefined;
  if (!record.toString("latin1", 7, 39).startsWith(SYSTEM_ID)) return undefined;
  return record.readUInt32LE(0x47) * 4;
}

/** How the firmware of a machine can start a disc, by the entries of its boot catalogue. */
export function bootModesOfCatalogue(catalogue: Buffer): BootMode[] {
  if (catalogue.length < 2 * ENTRY_BYTES || catalogue[0] !== 1 || catalogue.readUInt16BE(30) !== 0x55aa) return [];
  const platforms = new Set<number>();
  let platform = catalogue.readUInt8(1);
  for (let at = ENTRY_BYTES; at + ENTRY_BYTES <= catalogue.length; at += ENTRY_BYTES) {
    const indicator = catalogue.readUInt8(at);
    if (SECTION_HEADERS.includes(indicator)) platform = catalogue.readUInt8(at + 1);
    else if (indicator === BOOTABLE) platforms.add(platform);
  }
  return [...(platforms.has(PLATFORM_X86) ? (["bios"] as const) : []), ...(platforms.has(PLATFORM_UEFI) ? (["uefi"] as const) : [])];
}
