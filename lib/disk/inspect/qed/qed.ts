import type { DiskFacts, RandomAccess } from "../../model";
import { KIB, MIB } from "../../model";
import { SECTOR_BYTES, VIRTUAL_SIZE_MAX_BYTES } from "../constraints";
import { MetadataReader } from "../metadata-reader";
import { refuse } from "../refusal";

const HEADER_BYTES = 64;
const ENTRY_BYTES = 8;
/** Source: QEMU docs/interop/qed_spec.txt. Powers of two. Boundary: inclusive. */
const CLUSTER_BYTES = { min: 4 * KIB, max: 64 * MIB } as const;
const TABLE_CLUSTERS = { min: 1, max: 16 } as const;
const BACKING_FILE = 1n << 0n;
const NEED_CHECK = 1n << 1n;
const BACKING_FORMAT_NO_PROBE = 1n << 2n;
/** An entry that is not an offset: nothing is stored, or zeros are meant. */
const UNALLOCATED = 0n;
const ZERO = 1n;

interface QedHeader {
  readonly clusterBytes: number;
  readonly tableBytes: number;
  readonly l1OffsetBytes: number;
  readonly headerEndBytes: number;
  readonly virtualSizeBytes: number;
}

/**
 * A QED file without a backing file, every table and cluster inside the file and none used twice. A file that was not closed
 * ("need check") is taken when its tables pass: they are what a reader follows.
 * Errors: those of `inspectDisk`. Source: QEMU docs/interop/qed_spec.txt.
 */
export async function inspectQed(source: RandomAccess, limitBytes = VIRTUAL_SIZE_MAX_BYTES): Promise<DiskFacts> {
  const reader = new MetadataReader(source);
  const header = await readHeader(reader, limitBytes);
  await walkTables(reader, header);
  return { format: "qed", virtualSizeBytes: header.virtualSizeBytes };
}

async function readHeader(reader: MetadataReader, limitBytes: number): Promise<QedHeader> {
  const bytes = await reader.read(0, HEADER_BYTES, "qed.header");
  const features = bytes.readBigUInt64LE(16);
  const found = `0x${features.toString(16)}`;
  if ((features & (BACKING_FILE | BACKING_FORMAT_NO_PROBE)) !== 0n)
    refuse("unsafeImage", { construct: "qed.backingFile", offsetBytes: 16, found });
  if ((features & ~NEED_CHECK) !== 0n) refuse("formatNotSupported", { construct: "qed.features", offsetBytes: 16, found, format: "qed" });

  const clusterBytes = bytes.readUInt32LE(4);
  const tableClusters = bytes.readUInt32LE(8);
  const headerClusters = bytes.readUInt32LE(12);
  if (!isPowerWithin(clusterBytes, CLUSTER_BYTES))
    refuse("corruptImage", { construct: "qed.clusterSize", offsetBytes: 4, found: String(clusterBytes) });
  if (!isPowerWithin(tableClusters, TABLE_CLUSTERS))
    refuse("corruptImage", { construct: "qed.tableSize", offsetBytes: 8, found: String(tableClusters) });
  const headerEndBytes = headerClusters * clusterBytes;
  if (headerClusters === 0 || headerEndBytes > reader.sizeBytes) {
    refuse("truncatedImage", { construct: "qed.headerSize", offsetBytes: 12, found: String(headerClusters) });
  }
  const tableBytes = tableClusters * clusterBytes;
  const virtualSizeBytes = Number(bytes.readBigUInt64LE(48));
  const refusal = { construct: "qed.size", offsetBytes: 48, found: String(virtualSizeBytes) };
  if (virtualSizeBytes > limitBytes) refuse("imageTooLarge", refusal);
  const reachBytes = (tableBytes / ENTRY_BYTES) ** 2 * clusterBytes;
  if (virtualSizeBytes === 0 || virtualSizeBytes % SECTOR_BYTES !== 0 || virtualSizeBytes > reachBytes) refuse("corruptImage", refusal);
  return { clusterBytes, tableBytes, l1OffsetBytes: Number(bytes.readBigUInt64LE(40)), headerEndBytes, virtualSizeBytes };
}

function isPowerWithin(value: number, range: { min: number; max: number }): boolean {
  return value >= range.min && value <= range.max && Number.isInteger(Math.log2(value));
}

async function walkTables(reader: MetadataReader, header: QedHeader): Promise<void> {
  const taken = new Clusters(reader.sizeBytes, header);
  taken.take(header.l1OffsetBytes, header.tableBytes, { construct: "qed.l1Table", offsetBytes: 40 });
  const needed = Math.ceil(header.virtualSizeBytes / ((header.tableBytes / ENTRY_BYTES) * header.clusterBytes));
  for await (const piece of reader.pieces(header.l1OffsetBytes, needed * ENTRY_BYTES, "qed.l1Table")) {
    for (let at = 0; at < piece.bytes.length; at += ENTRY_BYTES) {
      const entry = piece.bytes.readBigUInt64LE(at);
      if (entry === UNALLOCATED) continue;
      taken.take(Number(entry), header.tableBytes, { construct: "qed.l2Table", offsetBytes: piece.offsetBytes + at });
      await walkL2(reader, Number(entry), header, taken);
    }
  }
}

async function walkL2(reader: MetadataReader, l2Offset: number, header: QedHeader, taken: Clusters): Promise<void> {
  for await (const piece of reader.pieces(l2Offset, header.tableBytes, "qed.l2Table")) {
    for (let at = 0; at < piece.bytes.length; at += ENTRY_BYTES) {
      const entry = piece.bytes.readBigUInt64LE(at);
      if (entry === UNALLOCATED || entry === ZERO) continue;
      taken.take(Number(entry), header.clusterBytes, { construct: "qed.cluster", offsetBytes: piece.offsetBytes + at });
    }
  }
}

/** One bit for every cluster of the file: each belongs to one table or one piece of the disk. */
class Clusters {
  readonly #taken: Uint8Array;

  constructor(
    private readonly fileBytes: number,
    private readonly header: QedHeader,
  ) {
    this.#taken = new Uint8Array(Math.ceil(Math.ceil(fileBytes / header.clusterBytes) / 8));
  }

  take(offsetBytes: number, lengthBytes: number, where: { construct: string; offsetBytes: number }): void {
    const { clusterBytes, headerEndBytes } = this.header;
    const found = String(offsetBytes);
    if (offsetBytes % clusterBytes !== 0 || offsetBytes < headerEndBytes) refuse("corruptImage", { ...where, found });
    if (offsetBytes + lengthBytes > this.fileBytes) refuse("truncatedImage", { ...where, found });
    for (let cluster = offsetBytes / clusterBytes; cluster < (offsetBytes + lengthBytes) / clusterBytes; cluster++) {
      const bit = 1 << (cluster & 7);
      const byte = this.#taken[cluster >> 3] ?? 0;
      if ((byte & bit) !== 0) refuse("corruptImage", { ...where, found: `${offsetBytes} again` });
      this.#taken[cluster >> 3] = byte | bit;
    }
  }
}
