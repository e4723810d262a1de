import { KIB, MIB } from "../model";

/** Compressed bytes read at once, and unpacked bytes handed on at once. Unit: bytes. */
export const CHUNK_BYTES = MIB;

/** Unit in which a file being unpacked is sparse: a run of zeros this long and so aligned is left out. Unit: bytes. */
export const HOLE_BYTES = 64 * KIB;

/**
 * Most bytes other than zeros that one compressed byte may become, once there are more of them than `DATA_FREE_BYTES`. Real data
 * stays below 20. Zeros are not counted: they take no room, and an empty disk is compressed a thousandfold with every right.
 */
export const DATA_MAX_RATIO = 200;
export const DATA_FREE_BYTES = 64 * MIB;

/** What tables may add to the largest disk before its file is refused while it is still being unpacked. */
export const FILE_OVERHEAD = { factor: 1.05, bytes: 64 * MIB };

/** Most frames of a zstd file; `pzstd` writes one per 8 MiB. Each costs some 50 µs however little it holds. */
export const ZSTD_MAX_FRAMES = 1_000_000;

/** Memory xz may take: its strongest preset needs 65 MiB, the limit leaves the presets with larger dictionaries. Unit: bytes. */
export const XZ_MEMORY_BYTES = 512 * MIB;

/** Most members of an OVA, and the longest of its texts. */
export const OVA_MAX_MEMBERS = 256;
export const OVA_TEXT_MAX_BYTES = MIB;
