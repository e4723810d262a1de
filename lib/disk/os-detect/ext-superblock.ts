/** Where the superblock stands in a volume, in sectors of 512 bytes. */
export const SUPERBLOCK_SECTOR = 2;
const MAGIC_OFFSET = 0x38;
const MAGIC = 0xef53;
const COMPATIBLE_OFFSET = 0x5c;
const INCOMPATIBLE_OFFSET = 0x60;
const HAS_JOURNAL = 0x4;
/** Extents, 64-bit block numbers, flexible groups: none of them exists before ext4. */
const EXT4_ONLY = 0x40 | 0x80 | 0x200;

/** Which generation of ext a volume is, which GRUB does not say; undefined for another file system. Source: Linux, fs/ext4/ext4.h. */
export function extGenerationOf(superblock: Buffer): "ext2" | "ext3" | "ext4" | undefined {
  if (superblock.length < INCOMPATIBLE_OFFSET + 4 || superblock.readUInt16LE(MAGIC_OFFSET) !== MAGIC) return undefined;
  if ((superblock.readUInt32LE(INCOMPATIBLE_OFFSET) & EXT4_ONLY) !== 0) return "ext4";
  return (superblock.readUInt32LE(COMPATIBLE_OFFSET) & HAS_JOURNAL) === 0 ? "ext2" : "ext3";
}
