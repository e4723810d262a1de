import { TIB } from "@/lib/disk/model";

/** Capacity a system disk may be given. Unit: GB (GiB). Boundary: both included. Source: image file registration, system disk. */
export const SYSTEM_DISK_MIN_GB = 40;
export const SYSTEM_DISK_MAX_GB = 1024;
/** Largest disk a file may hold. Unit: bytes. Boundary: inclusive. Source: system disk capacity of at most 1 TB. */
export const SYSTEM_DISK_MAX_BYTES = TIB;

/** Private images per project and region by default. Source: LIM-01. */
export const PRIVATE_IMAGES_DEFAULT = 50;

export const NAME_MAX_LENGTH = 128;
/** Letters, digits, Chinese characters, `-`, `.`, `_` and inner spaces. */
export const NAME_PATTERN = /^[\p{L}\p{N}._-](?:[\p{L}\p{N}._ -]*[\p{L}\p{N}._-])?$/u;
export const DESCRIPTION_MAX_LENGTH = 1024;
/** No line break and no angle brackets. */
export const DESCRIPTION_PATTERN = /^[^<>\r\n]*$/;

/** Memory limits a user may choose. Unit: MB. 0: no limit. */
export const MEMORY_CHOICES_MB = [0, 1, 2, 4, 8, 16, 32, 64, 128].map((gb) => gb * 1024);
export const MEMORY_MAX_MB = 128 * 1024;

/** A 32-bit system addresses at most 4 GB, so flavours must stay below. Unit: MB. Source: LIM-54, AMB-12. */
export const MEMORY_LIMIT_32BIT_MB = 4096;

export const PAGE_SIZES = [20, 50, 100] as const;

/** Lengths in the image API. Unit: characters. Source: OpenStack Image API v2, schema `image`. */
export const WIRE_NAME_MAX_LENGTH = 255;
export const TAG_MAX_LENGTH = 255;
export const PROPERTY_VALUE_MAX_LENGTH = 4096;
/** Tags of one image; the database holds the same number. Source: LIM-50. */
export const TAGS_MAX = 10;
/** Extra properties of one image. Source: Glance's default quota. */
export const PROPERTIES_MAX = 128;

/** Accounts an image may be shared with, pending and accepted. Source: LIM-27; LIM-28 for full-server images. */
export const SHARES_MAX = 128;
export const SHARES_MAX_WHOLE = 10;
/** Copies an account runs at once, waiting ones counted. Source: LIM-36, AMB-02. */
export const COPIES_MAX = 4;
/** Largest stored size of an image that is copied. Unit: GB (GiB). Boundary: inclusive. Source: LIM-34, LIM-35, AMB-01. */
export const COPY_MAX_GB = 128;
export const COPY_MAX_GB_LARGE_REGIONS = 300;
/** Largest stored size for normal export; above it only quick export. Unit: GB (GiB). Boundary: inclusive. Source: LIM-41. */
export const EXPORT_MAX_GB = 128;
/** Formats an image may leave in. Source: LIM-42, EXP-02. */
export const EXPORT_FORMATS = ["vmdk", "vhd", "qcow2", "zvhd", "zvhd2"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
/** Capacity of a data disk image made from a file. Unit: GB (GiB). Boundary: both included. Source: LIM-15. */
export const DATA_DISK_MIN_GB = 40;
export const DATA_DISK_MAX_GB = 2048;
/** A server's data disk that becomes an image stays below these. Unit: GB (GiB). Boundary: exclusive. Source: LIM-13, LIM-14. */
export const SOURCE_DISK_LIMIT_GB = 2048;
export const SOURCE_DISK_DATA_LIMIT_GB = 1024;
/** More servers than this at once are warned about, not refused. Source: LIM-49. */
export const BATCH_ADVISED_MAX = 100;
/** Images one act on many may take: they are locked, checked and changed in one transaction. */
export const SELECTION_MAX = 2000;

/** What the list can be sorted and filtered by; a minus sorts downwards. */
export const IMAGE_SORTS = ["-createdAt", "createdAt", "name", "-name"] as const;
export const IMAGE_STATES = ["creating", "normal", "error"] as const;
export const OS_FAMILIES = ["linux", "windows", "other"] as const;
/** Name of an ISO file, without folders. Source: console, ISO route. */
export const ISO_NAME_PATTERN = /^[A-Za-z0-9_-]+\.iso$/i;
/** Data disks that may be registered together with a system disk. Source: console, "system disk from file". */
export const DATA_DISKS_MAX = 3;
/** Ends the name of the block map that lies beside a RAW file. Source: IMS API reference, quick import. */
export const BLOCK_MAP_ENDING = ".mf";
