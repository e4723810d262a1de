import { randomBytes } from "node:crypto";
import { cp, open, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GIB, KIB, MIB, TIB } from "../model";
import { run } from "../nbd/testing";
import { makeDisk } from "../os-detect/testing/disks";

/** The disks every conversion is tried on, none of a size that any format likes but the last. */
export const MATRIX_DISKS = {
  ext4: async (file: string) => {
    await sized(file, 9 * MIB);
    await run("/usr/sbin/mkfs.ext4", "-q", "-F", "-d", "lib/disk/zvhd2", file);
    await truncate(file, 9 * MIB + 512);
  },
  ntfs: async (file: string) => {
    await sized(file, 6 * MIB + 3 * KIB);
    await run("/usr/sbin/mkntfs", "-F", "-Q", "-q", "-s", "512", "-p", "0", "-H", "255", "-S", "63", file);
  },
  gpt: async (file: string) => {
    await cp(await makeDisk(join(file, ".."), "gpt", [{ fileSystem: "ext4", tree: { "etc/hostname": "matrix" } }]), file);
  },
  empty: (file: string) => sized(file, GIB + 512),
  full: (file: string) => writeFile(file, randomBytes(5 * MIB + 65 * KIB + 512)),
  "2 TiB": async (file: string) => {
    await sized(file, 2 * TIB);
    const handle = await open(file, "r+");
    // The first sector, the middle of a block, over the end of one, the last sector.
    for (const at of [0, GIB + MIB, TIB - 512, 2 * TIB - 512])
      await handle.write(randomBytes(at === TIB - 512 ? 1024 : 512), 0, undefined, at);
    await handle.close();
  },
} as const;
export type MatrixDisk = keyof typeof MATRIX_DISKS;

async function sized(file: string, sizeBytes: number): Promise<void> {
  await writeFile(file, "");
  await truncate(file, sizeBytes);
}

/** A minimal ISO 9660 volume: a primary descriptor, the end of the set, and a file's worth of bytes. */
export function isoVolume(): Buffer {
  const sectors = 64;
  const volume = Buffer.alloc(sectors * 2048);
  for (const [sector, type] of [
    [16, 1],
    [17, 255],
  ] as const) {
    volume.writeUInt8(type, sector * 2048);
    volume.write("CD001\x01", sector * 2048 + 1, "latin1");
  }
  const primary = volume.subarray(16 * 2048);
  primary.writeUInt32LE(sectors, 80);
  primary.writeUInt32BE(sectors, 84);
  primary.writeUInt16LE(2048, 128);
  primary.writeUInt16BE(2048, 130);
  randomBytes(40 * 2048).copy(volume, 20 * 2048);
  return volume;
}
