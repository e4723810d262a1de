import { GIB, KIB, MIB } from "../model";

/**
 * Largest virtual disk taken when the caller names no other limit. Unit: bytes. Boundary: inclusive.
 * Source: requirements LIM-15, "data disk image from an external file: 40 to 2048 GB, both included"; AMB-13 (1 GB read as 1 GiB).
 */
export const VIRTUAL_SIZE_MAX_BYTES = 2048 * GIB;

/** Sector of every format here. Unit: bytes. */
export const SECTOR_BYTES = 512;

/** Head of a file that signatures are looked for in: the furthest is the ISO 9660 descriptor at 32 769. Unit: bytes. */
export const HEAD_BYTES = 33 * KIB;

/** Largest piece of a table held in memory. Unit: bytes. */
export const TABLE_PIECE_BYTES = MIB;

/**
 * Most metadata examined in one file. Unit: bytes. Boundary: inclusive. A full 2 TiB qcow2 of 64 KiB clusters has 256 MiB, one of
 * 16 KiB clusters 1 GiB; only smaller clusters on nearly full huge disks pass it, and `qemu-img convert` mends those.
 */
export const METADATA_MAX_BYTES = 1100 * MIB;

/** Most reads of one inspection. Boundary: inclusive. Each may be a range request to an object store. */
export const METADATA_MAX_READS = 300_000;

/** Cluster sizes of qcow2, as powers of two. Boundary: inclusive. Source: QEMU docs/interop/qcow2.txt, "cluster_bits"; QEMU's own maximum. */
export const QCOW2_CLUSTER_BITS = { min: 9, max: 21 } as const;
/** Smallest cluster with extended L2 entries: 32 subclusters of one sector. Source: the same. */
export const QCOW2_EXTENDED_L2_CLUSTER_BITS_MIN = 14;
/** Largest L1 table, largest refcount table. Unit: bytes. Boundary: inclusive. Source: QEMU 7.2 block/qcow2.h, QCOW_MAX_*. */
export const QCOW2_L1_MAX_BYTES = 32 * MIB;
export const QCOW2_REFCOUNT_TABLE_MAX_BYTES = 8 * MIB;
/** Room searched for header extensions; QEMU writes less than 1 KiB of them. Unit: bytes. */
export const QCOW2_EXTENSIONS_MAX_BYTES = 64 * KIB;

/** Largest text descriptor of a VMDK. Unit: bytes. Boundary: inclusive. VMware writes 20 sectors at most. */
export const VMDK_DESCRIPTOR_MAX_BYTES = MIB;
/** Grain sizes of a VMDK, powers of two. Unit: sectors. Boundary: inclusive. Source: VMware Virtual Disk Format 5.0 ("greater than 8"), 1 MiB at most. */
export const VMDK_GRAIN_SECTORS = { min: 8, max: 2048 } as const;
/** Entries of every grain table. Source: VMware Virtual Disk Format 5.0, "numGTEsPerGT … 512". */
export const VMDK_GRAIN_TABLE_ENTRIES = 512;

/** Block sizes of a dynamic VHD, powers of two. Unit: bytes. Boundary: inclusive. Writers use 512 KiB and 2 MiB. */
export const VHD_BLOCK_BYTES = { min: 64 * KIB, max: 32 * MIB } as const;

/** Deflate cannot expand further than this. Source: zlib technical details, "maximum compression factor". */
export const DEFLATE_MAX_RATIO = 1032;
