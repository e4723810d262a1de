/** A partition or logical volume that holds a file system. */
export interface Volume {
  /** In GRUB's words, e.g. `(loop0,msdos1)`, `(lvm/vg-root)`. */
  readonly device: string;
  /** In GRUB's words too; `ext` stands for ext2, ext3 and ext4. */
  readonly fileSystem: string;
}

/** More devices than this are not looked at. */
const DEVICES_MAX = 24;
/** GRUB's names for the machine it runs on, here the empty sandbox. */
const NOT_OF_THE_DISK = new Set(["(proc)", "(host)"]);
const KNOWN = /^(ext|xfs|btrfs|ntfs|fat|f2fs|jfs|reiserfs)$/;

/** Device names of GRUB's `ls`, in the order of the disk. */
export function parseDevices(listing: string): string[] {
  const names: string[] = listing.match(/\([^()\s]+\)/g) ?? [];
  return names.filter((device) => !NOT_OF_THE_DISK.has(device)).slice(0, DEVICES_MAX);
}

/** Reads a line of GRUB's `ls -l`: `Partition loop0,msdos1: Filesystem type ext* - Label …`; undefined without a known file system. */
export function parseVolume(device: string, description: string): Volume | undefined {
  const type = /Filesystem type (\S+)/.exec(description)?.[1]?.replace("*", "");
  return type !== undefined && KNOWN.test(type) ? { device, fileSystem: type } : undefined;
}
