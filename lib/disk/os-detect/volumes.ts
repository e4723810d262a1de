/** A partition or logical volume that holds a file system. */
export interface Volume {
  /** In GRUB's words, e.g. `(loop0,msdos1)`, `(lvm/vg-root)`. */
  readonly device: string;
  /** In GRUB's words too; `ext` stands for ext2, ext3 and ext4. */
  readonly fileSystem: string;
  /** Empty where there is none. */
  readonly label: string;
}

/** More devices than this are not looked at. */
const DEVICES_MAX = 24;
/** GRUB's names for the machine it runs on, here the empty sandbox. */
const NOT_OF_THE_DISK = new Set(["(proc)", "(host)"]);
const KNOWN = /^(ext|xfs|btrfs|ntfs|fat|f2fs|jfs|reiserfs|iso9660|udf)$/;

/** Device names of GRUB's `ls`, in the order of the disk. */
export function parseDevices(listing: string): string[] {
  const names: string[] = listing.match(/\([^()\s]+\)/g) ?? [];
  return names.filter((device) => !NOT_OF_THE_DISK.has(device)).slice(0, DEVICES_MAX);
}

/**
 * Reads a line of GRUB's `ls -l`: `Partition loop0,msdos1: Filesystem type ext* - Label …`, or `Filesystem type xfs, UUID …` where
 * there is nothing else to say; undefined without a known file system.
 */
export function parseVolume(device: string, description: string): Volume | undefined {
  const type = /Filesystem type (\w+)/.exec(description)?.[1];
  return type !== undefined && KNOWN.test(type)
    ? { device, fileSystem: type, label: /Label `([^']*)'/.exec(description)?.[1] ?? "" }
    : undefined;
}
