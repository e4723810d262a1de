import {
  BITMAP_SEGMENT_BYTES,
  BLOCK_BYTES,
  BLOCKS_PER_SEGMENT,
  blockCountOf,
  INDEX_SEGMENT_BYTES,
  PAGE_BYTES,
  recordLength,
} from "../zvhd2/layout";
import { dataBlocksOf, type ServedDisk } from "./served-disk";
import { TARGET_FORMATS, type TargetFormat, VHD_MAX_BYTES } from "./write-disk";

/** What a disk takes at rest. Unit: bytes. */
export interface DiskMeasure {
  readonly virtualSizeBytes: number;
  /** What holds data, in blocks of 2 MiB. */
  readonly dataBytes: number;
  /** Most bytes a file of each format takes, if nothing of the data compresses; absent for a format the disk is too large for. */
  readonly atMostBytes: Partial<Record<TargetFormat, number>>;
}

const KIB_64 = 65_536;
/** What deflate and zstd add at most to 2 MiB that do not compress. Source: zlib deflateBound, ZSTD_compressBound. */
const PAYLOAD_MAX_BYTES = BLOCK_BYTES + 8192;

/** Counts the blocks of a disk that hold data, without reading them, and bounds what files of it would take. Errors: those of the disk, `cancelled`. */
export async function measureDisk(disk: ServedDisk, signal?: AbortSignal): Promise<DiskMeasure> {
  const { virtualSizeBytes } = disk;
  const blocks = (await dataBlocksOf(disk, signal)).count;
  const fitting = TARGET_FORMATS.filter((format) => format !== "vhd" || virtualSizeBytes <= VHD_MAX_BYTES);
  const atMostBytes = Object.fromEntries(fitting.map((format) => [format, atMost(format, virtualSizeBytes, blocks)]));
  return { virtualSizeBytes, dataBytes: Math.min(virtualSizeBytes, blocks * BLOCK_BYTES), atMostBytes };
}

function atMost(format: TargetFormat, sizeBytes: number, blocks: number): number {
  const data = blocks * BLOCK_BYTES;
  const clusters = Math.ceil(sizeBytes / KIB_64);
  switch (format) {
    case "raw":
      return data;
    case "zvhd":
      return 2 * PAGE_BYTES + blocks * recordLength(PAYLOAD_MAX_BYTES);
    case "zvhd2":
      return (
        3 * PAGE_BYTES +
        blocks * recordLength(PAYLOAD_MAX_BYTES) +
        Math.ceil(blocks / BLOCKS_PER_SEGMENT) * INDEX_SEGMENT_BYTES +
        Math.ceil(blockCountOf(sizeBytes) / BLOCKS_PER_SEGMENT) * BITMAP_SEGMENT_BYTES
      );
    case "vhd":
      // Header, table, and before each block a page that says which of its sectors are used.
      return 3 * KIB_64 + 4 * blockCountOf(sizeBytes) + data + blocks * PAGE_BYTES;
    case "qcow2":
      // A second-level table maps 512 MiB, a reference count block 2 GiB of the file.
      return 16 * KIB_64 + data + Math.ceil(clusters / 8192) * KIB_64 + Math.ceil((data + clusters * 8) / 2 ** 31 + 1) * KIB_64;
    case "vmdk":
      // Tables for every grain there could be; a grain that does not compress grows by its marker and to a whole sector.
      return 64 * KIB_64 + 3 * 4 * clusters + (data / KIB_64) * (KIB_64 + 1024);
  }
}
