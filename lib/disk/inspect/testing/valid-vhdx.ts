import { crc32cWithout } from "../vhdx/crc32c";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Places in the VHDX below. Unit: bytes. */
export const VHDX = {
  headers: [64 * KIB, 128 * KIB],
  regions: 192 * KIB,
  log: MIB,
  metadata: 2 * MIB,
  items: 2 * MIB + 64 * KIB,
  blockTable: 3 * MIB,
  block: 4 * MIB,
  size: 5 * MIB,
} as const;
/** Places of the metadata values below. Unit: bytes from the start of the file. */
export const VHDX_ITEM = { blockBytes: VHDX.items, flags: VHDX.items + 4, size: VHDX.items + 8, sector: VHDX.items + 16 } as const;

const BLOCK_TABLE = "2dc27766-f623-4200-9d64-115e9bfd4a08";
const METADATA = "8b7ca206-4790-4b9a-b8fe-575f050f886e";
const ITEMS = [
  ["caa16737-fa36-4d43-b3b6-33f0aa44e76b", 8],
  ["2fa54224-cd1b-4876-b211-5dbed83bf4b8", 8],
  ["8141bf1d-a96f-4709-ba47-f233a8faab5f", 4],
] as const;

/** The bytes of a GUID: its first three groups little-endian. */
export function guidBytes(guid: string): Buffer {
  const bytes = Buffer.from(guid.replaceAll("-", ""), "hex");
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/** 8 MiB, dynamic, blocks of 1 MiB of which one is stored. */
export function validVhdx(): Buffer {
  const file = Buffer.alloc(VHDX.size);
  file.write("vhdxfile", 0, "latin1");
  for (const [index, at] of VHDX.headers.entries()) {
    file.write("head", at, "latin1");
    file.writeBigUInt64LE(BigInt(index + 1), at + 8);
    file.writeUInt16LE(1, at + 66);
    file.writeUInt32LE(MIB, at + 68);
    file.writeBigUInt64LE(BigInt(VHDX.log), at + 72);
  }
  file.write("regi", VHDX.regions, "latin1");
  file.writeUInt32LE(2, VHDX.regions + 8);
  writeRegion(file, 0, BLOCK_TABLE, VHDX.blockTable);
  writeRegion(file, 1, METADATA, VHDX.metadata);
  file.write("metadata", VHDX.metadata, "latin1");
  file.writeUInt16LE(ITEMS.length, VHDX.metadata + 10);
  for (const [index, [guid, length]] of ITEMS.entries()) {
    const at = VHDX.metadata + 32 + 32 * index;
    guidBytes(guid).copy(file, at);
    file.writeUInt32LE(VHDX.items - VHDX.metadata + 8 * index, at + 16);
    file.writeUInt32LE(length, at + 20);
    file.writeUInt32LE(6, at + 24);
  }
  file.writeUInt32LE(MIB, VHDX_ITEM.blockBytes);
  file.writeBigUInt64LE(BigInt(8 * MIB), VHDX_ITEM.size);
  file.writeUInt32LE(512, VHDX_ITEM.sector);
  file.writeBigUInt64LE((BigInt(VHDX.block / MIB) << 20n) | 6n, VHDX.blockTable);
  file.fill(0x5a, VHDX.block);
  return sealVhdx(file);
}

function writeRegion(file: Buffer, index: number, guid: string, offset: number): void {
  const at = VHDX.regions + 16 + 32 * index;
  guidBytes(guid).copy(file, at);
  file.writeBigUInt64LE(BigInt(offset), at + 16);
  file.writeUInt32LE(MIB, at + 24);
  file.writeUInt32LE(1, at + 28);
}

/** Makes the checksums of headers and region table true again, so that a lie elsewhere is all that is wrong. */
export function sealVhdx(file: Buffer): Buffer {
  const structures = [...VHDX.headers.map((at) => [at, 4 * KIB] as const), [VHDX.regions, 64 * KIB] as const];
  for (const [at, length] of structures) {
    if (at + length > file.length) continue;
    const structure = file.subarray(at, at + length);
    structure.writeUInt32LE(crc32cWithout(structure, 4), 4);
  }
  return file;
}
