// Small valid files of the older formats and of ISO 9660, to break one field at a time. Offsets are those of the published layouts.

const MIB = 1024 * 1024;

/** Places in the QCOW below. Unit: bytes. */
export const QCOW = { l1: 48, l2: 4096, data: 8192, compressed: 12_288, size: 16_384 } as const;

/** 4 MiB, version 1, clusters of 4 KiB: one plain, one compressed. */
export function validQcow(): Buffer {
  const file = Buffer.alloc(QCOW.size);
  file.write("QFI\xfb", 0, "latin1");
  file.writeUInt32BE(1, 4);
  file.writeBigUInt64BE(BigInt(4 * MIB), 24);
  file.writeUInt8(12, 32);
  file.writeUInt8(9, 33);
  file.writeBigUInt64BE(BigInt(QCOW.l1), 40);
  file.writeBigUInt64BE(BigInt(QCOW.l2), QCOW.l1);
  file.writeBigUInt64BE(BigInt(QCOW.data), QCOW.l2);
  file.writeBigUInt64BE((1n << 63n) | (600n << 51n) | BigInt(QCOW.compressed), QCOW.l2 + 8);
  return file;
}

/** Places in the QED below. Unit: bytes. */
export const QED = { l1: 4096, l2: 8192, data: 12_288, size: 16_384 } as const;

/** 4 MiB, clusters of 4 KiB, tables of one cluster. */
export function validQed(): Buffer {
  const file = Buffer.alloc(QED.size);
  file.write("QED\0", 0, "latin1");
  file.writeUInt32LE(4096, 4);
  file.writeUInt32LE(1, 8);
  file.writeUInt32LE(1, 12);
  file.writeBigUInt64LE(BigInt(QED.l1), 40);
  file.writeBigUInt64LE(BigInt(4 * MIB), 48);
  file.writeBigUInt64LE(BigInt(QED.l2), QED.l1);
  file.writeBigUInt64LE(BigInt(QED.data), QED.l2);
  file.writeBigUInt64LE(1n, QED.l2 + 8);
  return file;
}

/** Places in the VDI below. Unit: bytes. */
export const VDI = { map: 512, data: 1024, size: 1024 + MIB } as const;

/** 8 MiB, dynamic, one block of 1 MiB stored. */
export function validVdi(): Buffer {
  const file = Buffer.alloc(VDI.size);
  file.write("<<< Oracle VM VirtualBox Disk Image >>>\n", 0, "latin1");
  file.write("\x7f\x10\xda\xbe", 64, "latin1");
  file.writeUInt32LE(0x0001_0001, 68);
  file.writeUInt32LE(1, 76);
  file.writeUInt32LE(VDI.map, 340);
  file.writeUInt32LE(VDI.data, 344);
  file.writeUInt32LE(512, 360);
  file.writeBigUInt64LE(BigInt(8 * MIB), 368);
  file.writeUInt32LE(MIB, 376);
  file.writeUInt32LE(8, 384);
  file.writeUInt32LE(1, 388);
  file.fill(0xff, VDI.map, VDI.map + 32);
  file.writeUInt32LE(0, VDI.map);
  return file;
}

const ISO_SECTOR = 2048;
/** Places in the ISO below. Unit: bytes. */
export const ISO = { primary: 16 * ISO_SECTOR, terminator: 17 * ISO_SECTOR, size: 20 * ISO_SECTOR } as const;

/** A volume of 20 sectors: primary descriptor and terminator. */
export function validIso(): Buffer {
  const file = Buffer.alloc(ISO.size);
  file.write("\x01CD001\x01", ISO.primary, "latin1");
  file.writeUInt32LE(20, ISO.primary + 80);
  file.writeUInt32BE(20, ISO.primary + 84);
  file.writeUInt16LE(ISO_SECTOR, ISO.primary + 128);
  file.writeUInt16BE(ISO_SECTOR, ISO.primary + 130);
  file.write("\xffCD001\x01", ISO.terminator, "latin1");
  return file;
}

/** Places in the UDF volume below. Unit: bytes. */
export const UDF = { sequence: 16 * ISO_SECTOR, anchor: 256 * ISO_SECTOR, size: 280 * ISO_SECTOR } as const;

/** A volume of UDF without ISO 9660: its recognition sequence and its anchor. */
export function validUdf(): Buffer {
  const file = Buffer.alloc(UDF.size);
  for (const [index, identifier] of ["BEA01", "NSR02", "TEA01"].entries()) {
    file.write(`\0${identifier}\x01`, UDF.sequence + index * ISO_SECTOR, "latin1");
  }
  file.writeUInt16LE(2, UDF.anchor);
  file.writeUInt32LE(256, UDF.anchor + 12);
  file.writeUInt32LE(4 * ISO_SECTOR, UDF.anchor + 16);
  file.writeUInt32LE(257, UDF.anchor + 20);
  return file;
}
