/** Units every disk file speaks in. Unit: bytes. */
export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;
export const TIB = 1024 * GIB;

/** The formats of requirement FMT-01, in the words of the API. */
export const DISK_FORMATS = ["vmdk", "vhd", "qcow2", "raw", "vhdx", "qed", "vdi", "qcow", "iso", "zvhd2", "zvhd"] as const;
export type DiskFormat = (typeof DISK_FORMATS)[number];

/** A file or object that can be read at any offset. Implementations never return fewer bytes than asked, except at the end. */
export interface RandomAccess {
  readonly sizeBytes: number;
  /** `room`: memory of that length which the source may answer in; one that makes its own leaves it. */
  read(offsetBytes: number, lengthBytes: number, room?: Uint8Array): Promise<Buffer>;
}

/** What the header of a disk file says, proven safe to hand to a tool. */
export interface DiskFacts {
  readonly format: DiskFormat;
  /** e.g. `streamOptimized`, `monolithicSparse`, `fixed`, `dynamic`, `v2`, `v3`. */
  readonly subformat?: string;
  /** Size of the disk the guest sees. Unit: bytes. */
  readonly virtualSizeBytes: number;
  /** Compression of the clusters where the format names one. */
  readonly compression?: "zlib" | "zstd";
}

/** Told of a range of a disk that may hold data. Unit: bytes. */
export type OnData = (offsetBytes: number, lengthBytes: number) => void;

/** Why a file is not taken, machine-readable: the construct, where it stands, and what was found. */
export interface DiskRefusal {
  /** e.g. `qcow2.backingFile`, `vmdk.extent`, `vhd.parent`. */
  readonly construct: string;
  readonly offsetBytes?: number;
  readonly found?: string;
}

export const ARCHITECTURES = ["x86", "arm"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];
export const BOOT_MODES = ["bios", "uefi"] as const;
export type BootMode = (typeof BOOT_MODES)[number];

/** What stands on a disk, as far as it could be told without booting it. */
export interface DetectedOs {
  readonly family: "linux" | "windows" | "other";
  /** Distribution or product as the tables of supported systems name it, e.g. `CentOS`; undefined when unknown. */
  readonly platform?: string;
  /** Full version name as in those tables, e.g. `CentOS 7.9 64bit`, else the fallback `Other_Linux (64_bit)`. */
  readonly version: string;
  /** What the disk itself said, e.g. `CentOS Linux 7 (Core)`. */
  readonly prettyName?: string;
  readonly bits: 32 | 64;
  readonly architecture: Architecture;
  readonly bootModes: readonly BootMode[];
  readonly rootFileSystem?: string;
  /** It sets itself up in a cloud: by cloud-init or cloudbase-init. */
  readonly hasCloudInit?: boolean;
  /** It can use virtio disks; undefined where that cannot be told. */
  readonly hasVirtioDrivers?: boolean;
  /** An installation medium: what it installs, not what runs from it. */
  readonly isInstaller?: true;
}

/** Progress of a long disk operation. Unit: bytes of data (not of holes). */
export interface DiskProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
}
