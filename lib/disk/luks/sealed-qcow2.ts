import { open } from "node:fs/promises";
import { LUKS_HEADER_BYTES, luksHeader } from "./luks-header";

export interface SealedQcow2 {
  /** Absolute path; an existing file is replaced. */
  readonly path: string;
  /** What its server sees. Unit: bytes, whole sectors. */
  readonly sizeBytes: number;
  /** Opens the disk; at least 256 random bits as text. */
  readonly passphrase: Uint8Array;
  /** Where blocks that were never written come from, in QEMU's words; left out: zeros. */
  readonly backing?: string;
}

const CLUSTER_BITS = 16;
const CLUSTER_BYTES = 2 ** CLUSTER_BITS;
const HEADER_BYTES = 112;
const REFCOUNT_BYTES = 2;
const REFCOUNT_ORDER = 4;
/** Cluster 0 is the header, 1 the table of count blocks, 2 the one such block: it tells of 32,768 clusters, and 64 TiB need 51. */
const L1_AT = 3;
const LUKS_CLUSTERS = Math.ceil(LUKS_HEADER_BYTES / CLUSTER_BYTES);
/** What one entry of the first table stands for: a cluster full of entries for clusters. Unit: bytes. */
const BYTES_PER_ENTRY = (CLUSTER_BYTES / 8) * CLUSTER_BYTES;
const ENCRYPTED_BY_LUKS = 2;
const EXTENSION_BACKING_FORMAT = 0xe2792aca;
const EXTENSION_ENCRYPTION = 0x0537be77;

/**
 * Writes an empty QCOW2 disk whose data clusters are encrypted by LUKS, as `qemu-img create -o encrypt.format=luks` does. That one measures
 * for two seconds of processor time how many iterations a passphrase of a human would need, whatever it is asked for; this takes some
 * milliseconds. Durable when it returns. Source: QEMU, docs/interop/qcow2.txt.
 */
export async function writeSealedQcow2(disk: SealedQcow2): Promise<void> {
  const entries = Math.ceil(disk.sizeBytes / BYTES_PER_ENTRY);
  const luksAt = L1_AT + Math.max(1, Math.ceil((entries * 8) / CLUSTER_BYTES));
  const used = luksAt + LUKS_CLUSTERS;
  const luks = await luksHeader(disk.passphrase);
  const file = await open(disk.path, "w", 0o640);
  try {
    await file.write(header(disk, { entries, luksAt }), 0, undefined, 0);
    await file.write(counts(used), 0, undefined, CLUSTER_BYTES);
    await file.write(luks, 0, undefined, luksAt * CLUSTER_BYTES);
    await file.truncate(used * CLUSTER_BYTES);
    await file.sync();
  } finally {
    await file.close();
  }
}

function header({ sizeBytes, backing }: SealedQcow2, { entries, luksAt }: { entries: number; luksAt: number }): Buffer {
  const encryption = Buffer.alloc(16);
  encryption.writeBigUInt64BE(BigInt(luksAt * CLUSTER_BYTES));
  encryption.writeBigUInt64BE(BigInt(LUKS_HEADER_BYTES), 8);
  const extensions = Buffer.concat([
    ...(backing === undefined ? [] : [extension(EXTENSION_BACKING_FORMAT, Buffer.from("raw"))]),
    extension(EXTENSION_ENCRYPTION, encryption),
    Buffer.alloc(8), // none follows
  ]);
  const name = Buffer.from(backing ?? "");
  const fields = Buffer.alloc(HEADER_BYTES);
  fields.write("QFI\xfb", 0, "latin1");
  fields.writeUInt32BE(3, 4);
  if (backing !== undefined) fields.writeBigUInt64BE(BigInt(HEADER_BYTES + extensions.length), 8);
  fields.writeUInt32BE(name.length, 16);
  fields.writeUInt32BE(CLUSTER_BITS, 20);
  fields.writeBigUInt64BE(BigInt(sizeBytes), 24);
  fields.writeUInt32BE(ENCRYPTED_BY_LUKS, 32);
  fields.writeUInt32BE(entries, 36);
  fields.writeBigUInt64BE(BigInt(L1_AT * CLUSTER_BYTES), 40);
  fields.writeBigUInt64BE(BigInt(CLUSTER_BYTES), 48);
  fields.writeUInt32BE(1, 56);
  fields.writeUInt32BE(REFCOUNT_ORDER, 96);
  fields.writeUInt32BE(HEADER_BYTES, 100);
  return Buffer.concat([fields, extensions, name]);
}

function extension(type: number, data: Buffer): Buffer {
  const bytes = Buffer.alloc(8 + Math.ceil(data.length / 8) * 8);
  bytes.writeUInt32BE(type);
  bytes.writeUInt32BE(data.length, 4);
  data.copy(bytes, 8);
  return bytes;
}

/** The table of count blocks and its only block: every cluster of the new file is in use once. */
function counts(used: number): Buffer {
  const bytes = Buffer.alloc(2 * CLUSTER_BYTES);
  bytes.writeBigUInt64BE(BigInt(2 * CLUSTER_BYTES));
  for (let cluster = 0; cluster < used; cluster++) bytes.writeUInt16BE(1, CLUSTER_BYTES + cluster * REFCOUNT_BYTES);
  return bytes;
}
