import type { Architecture } from "../model";

export interface MachineKind {
  readonly bits: 32 | 64;
  readonly architecture: Architecture;
}

const MAGIC = Buffer.from("\x7fELF", "latin1");
const CLASS_OFFSET = 4;
const MACHINE_OFFSET = 18;
/** e_machine of the ELF specification: i386, x86-64, ARM, AArch64. */
const ARCHITECTURE_OF: Readonly<Record<number, Architecture>> = { 3: "x86", 62: "x86", 40: "arm", 183: "arm" };

/** What machine a program is for, by its first 20 bytes; undefined for anything but a little-endian ELF file of a known machine. */
export function parseElf(header: Buffer): MachineKind | undefined {
  if (header.length < MACHINE_OFFSET + 2 || !header.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const architecture = ARCHITECTURE_OF[header.readUInt16LE(MACHINE_OFFSET)];
  const elfClass = header[CLASS_OFFSET];
  if (architecture === undefined || (elfClass !== 1 && elfClass !== 2)) return undefined;
  return { bits: elfClass === 1 ? 32 : 64, architecture };
}
