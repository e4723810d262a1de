import { vhdChecksum } from "../vhd-footer";

// Small valid files, header by header, to break one field at a time. Offsets are those of the published layouts.

export const CLUSTER = 65_536;
export const SECTOR = 512;
const MIB = 1024 * 1024;

export const QCOW2 = {
  refcountTable: CLUSTER,
  refcountBlock: 2 * CLUSTER,
  l1: 3 * CLUSTER,
  l2: 4 * CLUSTER,
  data: 5 * CLUSTER,
  size: 6 * CLUSTER,
} as const;
const COPIED = 1n << 63n;

/** 1 GiB, version 3 (or 2), one allocated cluster. */
export function validQcow2(version: 2 | 3 = 3): Buffer {
  const file = Buffer.alloc(QCOW2.size);
  file.write("QFI\xfb", 0, "latin1");
  file.writeUInt32BE(version, 4);
  file.writeUInt32BE(16, 20);
  file.writeBigUInt64BE(1n << 30n, 24);
  file.writeUInt32BE(2, 36);
  file.writeBigUInt64BE(BigInt(QCOW2.l1), 40);
  file.writeBigUInt64BE(BigInt(QCOW2.refcountTable), 48);
  file.writeUInt32BE(1, 56);
  if (version === 3) {
    file.writeUInt32BE(4, 96);
    file.writeUInt32BE(112, 100);
  }
  file.writeBigUInt64BE(BigInt(QCOW2.refcountBlock), QCOW2.refcountTable);
  for (let cluster = 0; cluster < 6; cluster += 1) file.writeUInt16BE(1, QCOW2.refcountBlock + 2 * cluster);
  file.writeBigUInt64BE(COPIED | BigInt(QCOW2.l2), QCOW2.l1);
  file.writeBigUInt64BE(COPIED | BigInt(QCOW2.data), QCOW2.l2);
  file.fill(0xa5, QCOW2.data);
  return file;
}

/** Places in the sparse VMDK below. Unit: bytes. */
export const SPARSE = { descriptor: SECTOR, directory: 21 * SECTOR, table: 22 * SECTOR, grain: 128 * SECTOR } as const;
const GRAIN_SECTORS = 128;
const DESCRIPTOR_SECTORS = 20;
/** One grain table's worth. Unit: sectors. */
export const VMDK_CAPACITY = 512 * GRAIN_SECTORS;

export function descriptorText(
  createType: string,
  extent = `RW ${VMDK_CAPACITY} SPARSE "disk.vmdk"`,
  parent = "parentCID=ffffffff",
): string {
  return `# Disk DescriptorFile\nversion=1\nCID=12345678\n${parent}\ncreateType="${createType}"\n\n# Extent description\n${extent}\n\nddb.adapterType = "ide"\n`;
}

function vmdkHeader(version: number, flags: number, directorySector: bigint): Buffer {
  const header = Buffer.alloc(SECTOR);
  header.write("KDMV", 0, "latin1");
  header.writeUInt32LE(version, 4);
  header.writeUInt32LE(flags, 8);
  header.writeBigUInt64LE(BigInt(VMDK_CAPACITY), 12);
  header.writeBigUInt64LE(BigInt(GRAIN_SECTORS), 20);
  header.writeBigUInt64LE(1n, 28);
  header.writeBigUInt64LE(BigInt(DESCRIPTOR_SECTORS), 36);
  header.writeUInt32LE(512, 44);
  header.writeBigUInt64LE(directorySector, 56);
  header.writeBigUInt64LE(128n, 64);
  header.write("\n \r\n", 73, "latin1");
  if (flags & 0x10000) header.writeUInt16LE(1, 77);
  return header;
}

/** 32 MiB, monolithicSparse, one grain. */
export function validSparseVmdk(text = descriptorText("monolithicSparse")): Buffer {
  const file = Buffer.alloc(SPARSE.grain + GRAIN_SECTORS * SECTOR);
  vmdkHeader(1, 1, BigInt(SPARSE.directory / SECTOR)).copy(file);
  file.write(text, SPARSE.descriptor, "latin1");
  file.writeUInt32LE(SPARSE.table / SECTOR, SPARSE.directory);
  file.writeUInt32LE(SPARSE.grain / SECTOR, SPARSE.table);
  file.fill(0x5a, SPARSE.grain);
  return file;
}

/** Places in the stream VMDK below. Unit: bytes. */
export const STREAM = {
  grain: 128 * SECTOR,
  tableMarker: 129 * SECTOR,
  table: 130 * SECTOR,
  directoryMarker: 134 * SECTOR,
  directory: 135 * SECTOR,
  footerMarker: 136 * SECTOR,
  footer: 137 * SECTOR,
  size: 139 * SECTOR,
} as const;

/** 32 MiB, streamOptimized version 3 as VMware writes it: one compressed grain, tables behind it, found through the footer. */
export function validStreamVmdk(text = descriptorText("streamOptimized", `RDONLY ${VMDK_CAPACITY} SPARSE "disk.vmdk"`)): Buffer {
  const file = Buffer.alloc(STREAM.size);
  vmdkHeader(3, 0x30001, 0xffff_ffff_ffff_ffffn).copy(file);
  file.write(text, SECTOR, "latin1");
  file.writeBigUInt64LE(0n, STREAM.grain);
  file.writeUInt32LE(80, STREAM.grain + 8);
  writeMarker(file, STREAM.tableMarker, 4, 1);
  file.writeUInt32LE(STREAM.grain / SECTOR, STREAM.table);
  writeMarker(file, STREAM.directoryMarker, 1, 2);
  file.writeUInt32LE(STREAM.table / SECTOR, STREAM.directory);
  writeMarker(file, STREAM.footerMarker, 1, 3);
  vmdkHeader(3, 0x30001, BigInt(STREAM.directory / SECTOR)).copy(file, STREAM.footer);
  return file;
}

function writeMarker(file: Buffer, at: number, sectors: number, type: number): void {
  file.writeBigUInt64LE(BigInt(sectors), at);
  file.writeUInt32LE(type, at + 12);
}

/** Places in the dynamic VHD below. Unit: bytes. */
export const DYNAMIC = { header: SECTOR, table: 1536, block: 2048, footer: 2048 + SECTOR + 2 * MIB } as const;

export function vhdFooter(type: number, sizeBytes: number): Buffer {
  const footer = Buffer.alloc(SECTOR);
  footer.write("conectix", 0, "latin1");
  footer.writeUInt32BE(2, 8);
  footer.writeUInt32BE(0x00010000, 12);
  footer.writeBigUInt64BE(type === 2 ? 0xffff_ffff_ffff_ffffn : BigInt(DYNAMIC.header), 16);
  footer.write("test", 28, "latin1");
  footer.writeBigUInt64BE(BigInt(sizeBytes), 40);
  footer.writeBigUInt64BE(BigInt(sizeBytes), 48);
  footer.writeUInt32BE(type, 60);
  return sealVhd(footer, 64);
}

/** Writes the checksum that the bytes ask for, so that a lie elsewhere is all that is wrong. */
export function sealVhd(structure: Buffer, checksumAt: number): Buffer {
  structure.writeUInt32BE(vhdChecksum(structure, checksumAt), checksumAt);
  return structure;
}

/** 8 KiB of disk and a footer. */
export function validFixedVhd(): Buffer {
  return Buffer.concat([Buffer.alloc(8192, 0x11), vhdFooter(2, 8192)]);
}

/** 8 MiB, one block of 2 MiB. `change` may edit the dynamic header before it is sealed. */
export function validDynamicVhd(change: (header: Buffer) => void = () => undefined, footer = vhdFooter(3, 8 * MIB)): Buffer {
  const header = Buffer.alloc(1024);
  header.write("cxsparse", 0, "latin1");
  header.writeBigUInt64BE(0xffff_ffff_ffff_ffffn, 8);
  header.writeBigUInt64BE(BigInt(DYNAMIC.table), 16);
  header.writeUInt32BE(0x00010000, 24);
  header.writeUInt32BE(4, 28);
  header.writeUInt32BE(2 * MIB, 32);
  change(header);
  const file = Buffer.alloc(DYNAMIC.footer + SECTOR);
  footer.copy(file);
  sealVhd(header, 36).copy(file, DYNAMIC.header);
  file.fill(0xff, DYNAMIC.table, DYNAMIC.block);
  file.writeUInt32BE(DYNAMIC.block / SECTOR, DYNAMIC.table);
  footer.copy(file, DYNAMIC.footer);
  return file;
}
