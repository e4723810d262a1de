import { type HostileCase, refusedAs } from "./hostile-case";
import { CLUSTER, QCOW2, validQcow2 } from "./valid-files";

const unsafe = refusedAs("unsafeImage", "qcow2");
const corrupt = refusedAs("corruptImage", "qcow2");
const truncated = refusedAs("truncatedImage", "qcow2");
const unsupported = refusedAs("formatNotSupported", "qcow2");
const tooLarge = refusedAs("imageTooLarge", "qcow2");
const encrypted = refusedAs("encryptedSource", "qcow2");
const bomb = refusedAs("decompressionLimit", "qcow2");

const FAR = 1n << 40n;
const COMPRESSED = 1n << 62n;

function broken(change: (file: Buffer) => void, version: 2 | 3 = 3): () => Buffer {
  return () => {
    const file = validQcow2(version);
    change(file);
    return file;
  };
}

function withU32(at: number, value: number): () => Buffer {
  return broken((file) => file.writeUInt32BE(value, at));
}

function withU64(at: number, value: bigint): () => Buffer {
  return broken((file) => file.writeBigUInt64BE(value, at));
}

function withBacking(name: string, version: 2 | 3 = 3): () => Buffer {
  return broken((file) => {
    file.writeBigUInt64BE(0x400n, 8);
    file.writeUInt32BE(name.length, 16);
    file.write(name, 0x400, "latin1");
  }, version);
}

function withExtension(type: number, data: string, length = data.length): () => Buffer {
  return broken((file) => {
    file.writeUInt32BE(type, 112);
    file.writeUInt32BE(length, 116);
    file.write(data, 120, "latin1");
  });
}

/** Every entry of the only L2 table says the same cluster. */
function withSameCluster(entry: bigint, compressionType = 0): () => Buffer {
  return broken((file) => {
    file.writeUInt8(compressionType, 104);
    file.writeBigUInt64BE(compressionType === 0 ? 0n : 8n, 72);
    for (let at = 0; at < CLUSTER; at += 8) file.writeBigUInt64BE(entry, QCOW2.l2 + at);
  });
}

/** QCOW2 files that must be refused, and why. */
export const HOSTILE_QCOW2: readonly HostileCase[] = [
  unsafe("qcow2.backingFile", "a backing file that is a host file", withBacking("/etc/passwd")),
  unsafe("qcow2.backingFile", "a backing file in version 2", withBacking("/etc/passwd", 2)),
  unsafe("qcow2.backingFile", "a backing file by json:", withBacking('json:{"driver":"file","filename":"/etc/passwd"}')),
  unsafe("qcow2.backingFile", "a backing file over http", withBacking("http://127.0.0.1/x")),
  unsafe("qcow2.backingFile", "a backing file over nbd", withBacking("nbd:unix:/run/x.sock")),
  unsafe("qcow2.backingFile", "itself as its backing file", withBacking("image.qcow2")),
  unsafe("qcow2.backingFile", "a backing file behind an unknown feature", () => {
    const file = withBacking("/etc/passwd")();
    file.writeBigUInt64BE(1n << 40n, 72);
    return file;
  }),
  unsafe(
    "qcow2.backingFile",
    "a backing name outside of the file",
    broken((file) => {
      file.writeBigUInt64BE(FAR, 8);
      file.writeUInt32BE(11, 16);
    }),
  ),
  unsafe("qcow2.dataFile", "an external data file by its feature bit", withU64(72, 4n)),
  unsafe("qcow2.dataFile", "an external data file by its extension only", withExtension(0x44415441, "/etc/passwd")),
  unsafe("qcow2.dataFile", "an external data file by json:", () => {
    const file = withExtension(0x44415441, 'json:{"driver":"file","filename":"/etc/passwd"}')();
    file.writeBigUInt64BE(4n, 72);
    return file;
  }),
  unsupported("qcow2.incompatibleFeatures", "an unknown incompatible feature", withU64(72, 1n << 40n)),
  corrupt("qcow2.corruptBit", "the corrupt bit", withU64(72, 2n)),
  encrypted("qcow2.encryption", "AES encryption", withU32(32, 1)),
  encrypted("qcow2.encryption", "LUKS encryption", withU32(32, 2)),
  encrypted("qcow2.encryption", "an encryption header without a method", withExtension(0x0537be77, "x".repeat(16))),
  corrupt("qcow2.encryption", "an unknown encryption method", withU32(32, 9)),
  unsupported("qcow2.snapshots", "65536 snapshots", withU32(60, 65_536)),
  unsupported("qcow2.version", "an unknown version", withU32(4, 4)),
  corrupt("qcow2.clusterBits", "cluster bits 63", withU32(20, 63)),
  corrupt("qcow2.clusterBits", "cluster bits 8", withU32(20, 8)),
  corrupt(
    "qcow2.clusterBits",
    "cluster bits 9 with extended L2",
    broken((file) => {
      file.writeBigUInt64BE(16n, 72);
      file.writeUInt32BE(9, 20);
    }),
  ),
  tooLarge("qcow2.size", "1 EiB", withU64(24, 1n << 60n)),
  tooLarge("qcow2.size", "63 TiB", withU64(24, 63n << 40n)),
  corrupt("qcow2.size", "no size", withU64(24, 0n)),
  corrupt("qcow2.headerLength", "a header length beyond the cluster", withU32(100, 1 << 20)),
  corrupt("qcow2.refcountOrder", "refcounts of 2^63 bits", withU32(96, 63)),
  unsupported(
    "qcow2.compressionType",
    "an unknown compression",
    broken((file) => {
      file.writeBigUInt64BE(8n, 72);
      file.writeUInt8(7, 104);
    }),
  ),
  corrupt(
    "qcow2.compressionType",
    "zstd without its feature bit",
    broken((file) => file.writeUInt8(1, 104)),
  ),
  corrupt("qcow2.extension", "an extension longer than the header", withExtension(0x12345678, "", 0xffffffff)),
  corrupt("qcow2.l1Size", "an L1 table of 32 MiB behind the file end", withU32(36, 4_194_304)),
  corrupt("qcow2.l1Size", "an L1 table of 16 GiB", withU32(36, 0x80000000)),
  corrupt("qcow2.l1Size", "an L1 table too small for the disk", withU32(36, 1)),
  corrupt("qcow2.l1Table", "an L1 table in the header", withU64(40, 0n)),
  corrupt("qcow2.l1Table", "an L1 table that is not aligned", withU64(40, 512n)),
  corrupt("qcow2.refcountTableSize", "a refcount table of 128 TiB", withU32(56, 0x80000000)),
  corrupt("qcow2.refcountTableSize", "no refcount table", withU32(56, 0)),
  corrupt("qcow2.refcountBlock", "a refcount block far outside", withU64(QCOW2.refcountTable, FAR)),
  corrupt("qcow2.l1Entry", "an L1 entry far outside of the file", withU64(QCOW2.l1, FAR)),
  corrupt("qcow2.l1Entry", "an L1 entry that is the L1 table", withU64(QCOW2.l1, BigInt(QCOW2.l1))),
  corrupt("qcow2.l1Entry", "an L1 entry with reserved bits", withU64(QCOW2.l1, BigInt(QCOW2.l2) | 1n)),
  corrupt("qcow2.l2Entry", "a data cluster in the header", withU64(QCOW2.l2, 512n)),
  corrupt("qcow2.l2Entry", "a data cluster that is the refcount table", withU64(QCOW2.l2, BigInt(QCOW2.refcountTable))),
  corrupt("qcow2.l2Entry", "a data cluster far outside of the file", withU64(QCOW2.l2, FAR)),
  corrupt(
    "qcow2.l2Entry",
    "a zero cluster in version 2",
    broken((file) => file.writeBigUInt64BE(1n, QCOW2.l2), 2),
  ),
  truncated("qcow2.l2Entry", "a data cluster that was cut off", () => validQcow2().subarray(0, QCOW2.data)),
  corrupt("qcow2.l2Entry", "a compressed cluster outside of the file", withU64(QCOW2.l2, COMPRESSED | FAR)),
  corrupt("qcow2.l2Entry", "a compressed cluster in the L1 table", withU64(QCOW2.l2, COMPRESSED | BigInt(QCOW2.l1 + 8))),
  bomb("qcow2.compressedCluster", "8192 disk clusters from one compressed cluster", withSameCluster(COMPRESSED | BigInt(QCOW2.data))),
  bomb(
    "qcow2.compressedCluster",
    "8192 disk clusters from one zstd frame on two sectors",
    withSameCluster(COMPRESSED | (1n << 54n) | BigInt(QCOW2.data), 1),
  ),
  corrupt("qcow2.sharedCluster", "8192 disk clusters from one plain cluster", withSameCluster(BigInt(QCOW2.data))),
  corrupt(
    "qcow2.subclusters",
    "a subcluster both allocated and zero",
    broken((file) => {
      file.writeBigUInt64BE(16n, 72);
      file.writeUInt32BE(8, 36);
      file.writeBigUInt64BE(0x0000_0001_0000_0001n, QCOW2.l2 + 8);
    }),
  ),
  truncated("file.size", "16 bytes", () => validQcow2().subarray(0, 16)),
  truncated("file.size", "100 bytes", () => validQcow2().subarray(0, 100)),
  truncated("qcow2.l1Table", "600 bytes", () => validQcow2().subarray(0, 600)),
];
