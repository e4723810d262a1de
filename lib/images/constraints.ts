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
/** Above this many rows a list says "more than" instead of counting. */
export const COUNT_MAX = 10_000;
