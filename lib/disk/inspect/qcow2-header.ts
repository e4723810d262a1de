import {
  QCOW2_CLUSTER_BITS,
  QCOW2_EXTENDED_L2_CLUSTER_BITS_MIN,
  QCOW2_L1_MAX_BYTES,
  QCOW2_REFCOUNT_TABLE_MAX_BYTES,
  SECTOR_BYTES,
} from "./constraints";
import type { MetadataReader } from "./metadata-reader";
import { refuse } from "./refusal";

const V2_HEADER_BYTES = 72;
const V3_HEADER_BYTES = 104;
const COMPRESSION_TYPE_AT = 104;
const BACKING_NAME_MAX_BYTES = 1023;
const REFCOUNT_ORDER_MAX = 6;

const INCOMPATIBLE_AT = 72;
const DIRTY = 1n << 0n;
const CORRUPT = 1n << 1n;
const DATA_FILE = 1n << 2n;
const COMPRESSION_TYPE = 1n << 3n;
const EXTENDED_L2 = 1n << 4n;
const UNDERSTOOD = DIRTY | CORRUPT | DATA_FILE | COMPRESSION_TYPE | EXTENDED_L2;

/** What the header says, with every number within its limits and both tables inside the file. Unit: bytes, where the name says no other. */
export interface Qcow2Header {
  readonly version: 2 | 3;
  readonly headerBytes: number;
  readonly clusterBits: number;
  readonly clusterBytes: number;
  readonly virtualSizeBytes: number;
  readonly compression: "zlib" | "zstd";
  /** Bytes of one L2 entry: 8, or 16 with extended L2. */
  readonly l2EntryBytes: 8 | 16;
  readonly l1: { readonly offsetBytes: number; readonly lengthBytes: number };
  readonly refcountTable: { readonly offsetBytes: number; readonly lengthBytes: number };
  /** Virtual bytes that one refcount block accounts for in the file. */
  readonly refcountBlockCoversBytes: number;
}

/** Reads the fixed header and refuses whatever it alone can tell. The order is: what would open another file, then what cannot be read. */
export async function readQcow2Header(reader: MetadataReader, limitBytes: number): Promise<Qcow2Header> {
  const fixed = await reader.read(0, V2_HEADER_BYTES, "qcow2.header");
  const magic = fixed.toString("latin1", 0, 4);
  if (magic !== "QFI\xfb") refuse("formatMismatch", { construct: "qcow2.magic", offsetBytes: 0, found: magic, declared: "qcow2" });
  const version = fixed.readUInt32BE(4);
  if (version !== 2 && version !== 3) {
    refuse("formatNotSupported", { construct: "qcow2.version", offsetBytes: 4, found: String(version), format: "qcow2" });
  }
  await refuseBackingFile(reader, fixed);
  const bytes = version === 3 ? await reader.read(0, V3_HEADER_BYTES + 8, "qcow2.header") : fixed;
  const features = version === 3 ? readFeatures(bytes) : 0n;
  refuseEncryption(fixed);
  refuseSnapshots(fixed);

  const clusterBits = readClusterBits(fixed, features);
  const clusterBytes = 2 ** clusterBits;
  const virtualSizeBytes = readVirtualSize(fixed, limitBytes);
  const l2EntryBytes = features & EXTENDED_L2 ? 16 : 8;
  const l2CoversBytes = (clusterBytes / l2EntryBytes) * clusterBytes;
  return {
    version,
    headerBytes: version === 3 ? readHeaderLength(bytes, clusterBytes) : V2_HEADER_BYTES,
    clusterBits,
    clusterBytes,
    virtualSizeBytes,
    compression: version === 3 ? readCompression(bytes, features) : "zlib",
    l2EntryBytes,
    l1: readL1(fixed, { clusterBytes, neededEntries: Math.ceil(virtualSizeBytes / l2CoversBytes), fileBytes: reader.sizeBytes }),
    refcountTable: readRefcountTable(fixed, clusterBytes, reader.sizeBytes),
    refcountBlockCoversBytes: ((clusterBytes * 8) / 2 ** (version === 3 ? readRefcountOrder(bytes) : 4)) * clusterBytes,
  };
}

async function refuseBackingFile(reader: MetadataReader, fixed: Buffer): Promise<void> {
  const offset = Number(fixed.readBigUInt64BE(8));
  if (offset === 0) return;
  const length = Math.min(fixed.readUInt32BE(16), BACKING_NAME_MAX_BYTES);
  const isInside = offset + length <= reader.sizeBytes;
  const name = isInside ? (await reader.read(offset, length, "qcow2.backingFile")).toString("latin1") : `name at ${offset}`;
  refuse("unsafeImage", { construct: "qcow2.backingFile", offsetBytes: 8, found: name });
}

function readFeatures(bytes: Buffer): bigint {
  const features = bytes.readBigUInt64BE(INCOMPATIBLE_AT);
  const found = `0x${features.toString(16)}`;
  if (features & DATA_FILE) refuse("unsafeImage", { construct: "qcow2.dataFile", offsetBytes: INCOMPATIBLE_AT, found });
  if (features & ~UNDERSTOOD) {
    refuse("formatNotSupported", { construct: "qcow2.incompatibleFeatures", offsetBytes: INCOMPATIBLE_AT, found, format: "qcow2" });
  }
  if (features & CORRUPT) refuse("corruptImage", { construct: "qcow2.corruptBit", offsetBytes: INCOMPATIBLE_AT, found });
  return features;
}

function refuseEncryption(fixed: Buffer): void {
  const method = fixed.readUInt32BE(32);
  if (method === 0) return;
  const found = method === 1 ? "AES" : method === 2 ? "LUKS" : String(method);
  refuse(method <= 2 ? "encryptedSource" : "corruptImage", { construct: "qcow2.encryption", offsetBytes: 32, found });
}

/** Snapshots would be lost silently by a conversion, and their tables are one more thing a file can be bombed with. */
function refuseSnapshots(fixed: Buffer): void {
  const count = fixed.readUInt32BE(60);
  if (count > 0) refuse("formatNotSupported", { construct: "qcow2.snapshots", offsetBytes: 60, found: String(count), format: "qcow2" });
}

function readClusterBits(fixed: Buffer, features: bigint): number {
  const bits = fixed.readUInt32BE(20);
  const min = features & EXTENDED_L2 ? QCOW2_EXTENDED_L2_CLUSTER_BITS_MIN : QCOW2_CLUSTER_BITS.min;
  if (bits < min || bits > QCOW2_CLUSTER_BITS.max) {
    refuse("corruptImage", { construct: "qcow2.clusterBits", offsetBytes: 20, found: String(bits) });
  }
  return bits;
}

function readVirtualSize(fixed: Buffer, limitBytes: number): number {
  const size = Number(fixed.readBigUInt64BE(24));
  if (size > limitBytes) refuse("imageTooLarge", { construct: "qcow2.size", offsetBytes: 24, found: String(size) });
  if (size === 0 || size % SECTOR_BYTES !== 0) refuse("corruptImage", { construct: "qcow2.size", offsetBytes: 24, found: String(size) });
  return size;
}

function readHeaderLength(bytes: Buffer, clusterBytes: number): number {
  const length = bytes.readUInt32BE(100);
  if (length < V3_HEADER_BYTES || length > clusterBytes || length % 8 !== 0) {
    refuse("corruptImage", { construct: "qcow2.headerLength", offsetBytes: 100, found: String(length) });
  }
  return length;
}

function readCompression(bytes: Buffer, features: bigint): "zlib" | "zstd" {
  const hasField = bytes.readUInt32BE(100) > COMPRESSION_TYPE_AT;
  const type = hasField ? bytes.readUInt8(COMPRESSION_TYPE_AT) : 0;
  const refusal = { construct: "qcow2.compressionType", offsetBytes: COMPRESSION_TYPE_AT, found: String(type) };
  if (type > 1) refuse("formatNotSupported", { ...refusal, format: "qcow2" });
  if ((type !== 0) !== ((features & COMPRESSION_TYPE) !== 0n)) refuse("corruptImage", refusal);
  return type === 1 ? "zstd" : "zlib";
}

function readRefcountOrder(bytes: Buffer): number {
  const order = bytes.readUInt32BE(96);
  if (order > REFCOUNT_ORDER_MAX) refuse("corruptImage", { construct: "qcow2.refcountOrder", offsetBytes: 96, found: String(order) });
  return order;
}

function readL1(fixed: Buffer, disk: { clusterBytes: number; neededEntries: number; fileBytes: number }): Qcow2Header["l1"] {
  const entries = fixed.readUInt32BE(36);
  const lengthBytes = entries * 8;
  const offsetBytes = Number(fixed.readBigUInt64BE(40));
  const isAbsurd = lengthBytes > Math.max(disk.clusterBytes, 4 * 8 * disk.neededEntries);
  const isOutside = offsetBytes + lengthBytes > disk.fileBytes;
  if (lengthBytes > QCOW2_L1_MAX_BYTES || entries < disk.neededEntries || (isAbsurd && isOutside)) {
    refuse("corruptImage", { construct: "qcow2.l1Size", offsetBytes: 36, found: String(entries) });
  }
  refuseMisplaced({ construct: "qcow2.l1Table", at: 40, offsetBytes, clusterBytes: disk.clusterBytes, isOutside });
  return { offsetBytes, lengthBytes };
}

function readRefcountTable(fixed: Buffer, clusterBytes: number, fileBytes: number): Qcow2Header["refcountTable"] {
  const offsetBytes = Number(fixed.readBigUInt64BE(48));
  const clusters = fixed.readUInt32BE(56);
  const lengthBytes = clusters * clusterBytes;
  if (clusters === 0 || lengthBytes > QCOW2_REFCOUNT_TABLE_MAX_BYTES) {
    refuse("corruptImage", { construct: "qcow2.refcountTableSize", offsetBytes: 56, found: String(clusters) });
  }
  refuseMisplaced({
    construct: "qcow2.refcountTable",
    at: 48,
    offsetBytes,
    clusterBytes,
    isOutside: offsetBytes + lengthBytes > fileBytes,
  });
  return { offsetBytes, lengthBytes };
}

/** A table starts at a cluster that is not the header's, and ends inside the file. */
function refuseMisplaced(table: { construct: string; at: number; offsetBytes: number; clusterBytes: number; isOutside: boolean }): void {
  const refusal = { construct: table.construct, offsetBytes: table.at, found: String(table.offsetBytes) };
  if (table.offsetBytes === 0 || table.offsetBytes % table.clusterBytes !== 0) refuse("corruptImage", refusal);
  if (table.isOutside) refuse("truncatedImage", refusal);
}
