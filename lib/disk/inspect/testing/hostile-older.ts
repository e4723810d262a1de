import { type HostileCase, refusedAs } from "./hostile-case";
import { ISO, QCOW, QED, UDF, VDI, validIso, validQcow, validQed, validUdf, validVdi } from "./valid-older";

type Write = (file: Buffer) => unknown;
type Wrong = (construct: string, name: string, write: Write) => HostileCase;

const FAR = 1n << 40n;

/** Makes cases of one format that change a valid file. */
function changing(make: () => Buffer, ...[code, declared]: Parameters<typeof refusedAs>): Wrong {
  return (construct, name, write) =>
    refusedAs(code, declared)(construct, name, () => {
      const file = make();
      write(file);
      return file;
    });
}

const u8 =
  (at: number, value: number): Write =>
  (file) =>
    file.writeUInt8(value, at);
const u32be =
  (at: number, value: number): Write =>
  (file) =>
    file.writeUInt32BE(value, at);
const u64be =
  (at: number, value: bigint): Write =>
  (file) =>
    file.writeBigUInt64BE(value, at);
const u32 =
  (at: number, value: number): Write =>
  (file) =>
    file.writeUInt32LE(value, at);
const u64 =
  (at: number, value: bigint): Write =>
  (file) =>
    file.writeBigUInt64LE(value, at);
/** A name where a backing file would stand. */
const named =
  (name: string, place: Write): Write =>
  (file) => {
    file.write(name, 1024, "latin1");
    place(file);
  };

const qcow = (code: HostileCase["code"]) => changing(validQcow, code, "qcow");
const backed = (name: string) =>
  named(name, (file) => {
    file.writeBigUInt64BE(1024n, 8);
    file.writeUInt32BE(name.length, 16);
  });

/** QCOW files that must be refused, and why. */
export const HOSTILE_QCOW: readonly HostileCase[] = [
  qcow("unsafeImage")("qcow.backingFile", "a backing file that is a host file", backed("/etc/passwd")),
  qcow("unsafeImage")("qcow.backingFile", "a backing file by json:", backed('json:{"driver":"file","filename":"/etc/passwd"}')),
  qcow("unsafeImage")("qcow.backingFile", "a backing name outside of the file", u64be(8, 1n << 60n)),
  qcow("encryptedSource")("qcow.encryption", "encryption", u32be(36, 1)),
  qcow("corruptImage")("qcow.encryption", "an unknown cipher", u32be(36, 9)),
  qcow("imageTooLarge")("qcow.size", "4 EiB", u64be(24, 1n << 62n)),
  qcow("corruptImage")("qcow.size", "no size", u64be(24, 0n)),
  qcow("corruptImage")("qcow.clusterBits", "cluster bits 63", u8(32, 63)),
  qcow("corruptImage")("qcow.l2Bits", "tables of 2^60", u8(33, 60)),
  qcow("corruptImage")("qcow.l1Table", "an L1 table over the header", u64be(40, 0n)),
  qcow("truncatedImage")("qcow.l1Table", "an L1 table behind the file end", u64be(40, FAR)),
  qcow("truncatedImage")("qcow.l2Table", "an L2 table behind the file end", u64be(QCOW.l1, FAR)),
  qcow("corruptImage")("qcow.l2Table", "an L2 table in the header", u64be(QCOW.l1, 8n)),
  qcow("truncatedImage")("qcow.cluster", "a cluster behind the file end", u64be(QCOW.l2, FAR)),
  qcow("corruptImage")("qcow.cluster", "a compressed cluster of no bytes", u64be(QCOW.l2, (1n << 63n) | 4096n)),
  qcow("decompressionLimit")("qcow.cluster", "512 disk clusters from one cluster", (file) => {
    for (let at = 0; at < 4096; at += 8) file.writeBigUInt64BE(BigInt(QCOW.data), QCOW.l2 + at);
  }),
  qcow("decompressionLimit")("qcow.cluster", "512 disk clusters from one compressed cluster", (file) => {
    for (let at = 0; at < 4096; at += 8) file.copy(file, QCOW.l2 + at, QCOW.l2 + 8, QCOW.l2 + 16);
  }),
  refusedAs("truncatedImage", "qcow")("file.size", "16 bytes", () => validQcow().subarray(0, 16)),
  refusedAs("truncatedImage", "qcow")("file.size", "100 bytes", () => validQcow().subarray(0, 100)),
  refusedAs("truncatedImage", "qcow")("qcow.l2Table", "600 bytes", () => validQcow().subarray(0, 600)),
];

const qed = (code: HostileCase["code"]) => changing(validQed, code, "qed");

/** QED files that must be refused, and why. */
export const HOSTILE_QED: readonly HostileCase[] = [
  qed("unsafeImage")("qed.backingFile", "a backing file that is a host file", named("/etc/passwd", u64(16, 1n))),
  qed("unsafeImage")("qed.backingFile", "a backing file that is not probed", named("nbd://127.0.0.1/", u64(16, 4n))),
  qed("formatNotSupported")("qed.features", "an unknown feature", u64(16, 8n)),
  qed("corruptImage")("qed.clusterSize", "clusters of no size", u32(4, 0)),
  qed("corruptImage")("qed.clusterSize", "clusters of an odd size", u32(4, 65_000)),
  qed("corruptImage")("qed.tableSize", "tables of 3 clusters", u32(8, 3)),
  qed("truncatedImage")("qed.headerSize", "a header longer than the file", u32(12, 0xffff_ffff)),
  qed("imageTooLarge")("qed.size", "8 EiB", u64(48, 1n << 63n)),
  qed("corruptImage")("qed.size", "more than its tables reach", u64(48, 1n << 40n)),
  qed("corruptImage")("qed.size", "no size", u64(48, 0n)),
  qed("corruptImage")("qed.l1Table", "an L1 table over the header", u64(40, 0n)),
  qed("truncatedImage")("qed.l1Table", "an L1 table behind the file end", u64(40, FAR)),
  qed("corruptImage")("qed.l2Table", "an L1 entry that is the L1 table", u64(QED.l1, BigInt(QED.l1))),
  qed("truncatedImage")("qed.cluster", "a cluster behind the file end", u64(QED.l2, FAR)),
  qed("corruptImage")("qed.cluster", "a cluster that is not aligned", u64(QED.l2, BigInt(QED.data + 512))),
  qed("corruptImage")("qed.cluster", "one cluster used twice", u64(QED.l2 + 8, BigInt(QED.data))),
  refusedAs("truncatedImage", "qed")("file.size", "16 bytes", () => validQed().subarray(0, 16)),
  refusedAs("truncatedImage", "qed")("file.size", "100 bytes", () => validQed().subarray(0, 100)),
  refusedAs("truncatedImage", "qed")("qed.headerSize", "600 bytes", () => validQed().subarray(0, 600)),
];

const vdi = (code: HostileCase["code"]) => changing(validVdi, code, "vdi");

/** VDI files that must be refused, and why. */
export const HOSTILE_VDI: readonly HostileCase[] = [
  vdi("unsafeImage")("vdi.parent", "the type of a differencing disk", u32(76, 4)),
  vdi("unsafeImage")("vdi.parent", "a parent in a disk that says dynamic", (file) => file.fill(7, 440, 456)),
  vdi("unsafeImage")("vdi.parent", "a link to another disk", (file) => file.fill(7, 424, 440)),
  vdi("formatNotSupported")("vdi.type", "an unknown type", u32(76, 9)),
  vdi("formatNotSupported")("vdi.version", "another version", u32(68, 0x0002_0000)),
  vdi("imageTooLarge")("vdi.size", "1 PiB with a block map of 4 GiB", (file) => {
    file.writeBigUInt64LE(1n << 50n, 368);
    file.writeUInt32LE(1 << 30, 384);
  }),
  vdi("corruptImage")("vdi.size", "no size", u64(368, 0n)),
  vdi("corruptImage")("vdi.sectorSize", "sectors of no size", u32(360, 0)),
  vdi("corruptImage")("vdi.blockSize", "blocks of another size", u32(376, 65_536)),
  vdi("corruptImage")("vdi.blockExtra", "blocks with a head of their own", u32(380, 512)),
  vdi("corruptImage")("vdi.blocks", "fewer blocks than the disk has", u32(384, 3)),
  vdi("corruptImage")("vdi.allocatedBlocks", "more blocks stored than there are", u32(388, 1000)),
  vdi("corruptImage")("vdi.blockMap", "a block map over the header", u32(340, 0)),
  vdi("truncatedImage")("vdi.blockMap", "a block map behind the file end", (file) => {
    file.writeUInt32LE(0x4000_0000, 340);
    file.writeUInt32LE(0x4000_0200, 344);
  }),
  vdi("corruptImage")("vdi.data", "data over the block map", u32(344, 512)),
  vdi("corruptImage")("vdi.block", "a block far behind the file end", u32(VDI.map, 0x7fff_ffff)),
  vdi("corruptImage")("vdi.sharedBlock", "one block mapped twice", u32(VDI.map + 4, 0)),
  vdi("truncatedImage")("vdi.block", "a block that no file of this length holds", (file) => {
    file.writeUInt32LE(2, 388);
    file.writeUInt32LE(1, VDI.map);
  }),
  refusedAs("truncatedImage", "vdi")("file.size", "16 bytes", () => validVdi().subarray(0, 16)),
  refusedAs("truncatedImage", "vdi")("file.size", "100 bytes", () => validVdi().subarray(0, 100)),
  refusedAs("truncatedImage", "vdi")("vdi.block", "600 bytes", () => validVdi().subarray(0, 600)),
];

const iso = (code: HostileCase["code"]) => changing(validIso, code, "iso");

/** ISO files that must be refused, and why. */
export const HOSTILE_ISO: readonly HostileCase[] = [
  iso("corruptImage")("iso.primaryDescriptor", "no primary descriptor", u8(ISO.primary, 2)),
  iso("corruptImage")("iso.blockSize", "blocks of 512 bytes", (file) => file.writeUInt16LE(512, ISO.primary + 128)),
  iso("corruptImage")("iso.volumeSize", "sizes that contradict each other", u32(ISO.primary + 80, 19)),
  iso("corruptImage")("iso.volumeSize", "no size", (file) => file.fill(0, ISO.primary + 80, ISO.primary + 88)),
  iso("truncatedImage")("iso.volumeSize", "a volume of 8 TiB", (file) => file.fill(0xff, ISO.primary + 80, ISO.primary + 88)),
  refusedAs("truncatedImage", "iso")("iso.volumeSize", "a cut volume", () => validIso().subarray(0, 18 * 2048)),
  refusedAs("truncatedImage", "iso")("iso.descriptor", "descriptors that do not end", () => validIso().subarray(0, 17 * 2048)),
  changing(validUdf, "corruptImage", "iso")("iso.descriptor", "UDF descriptors without end", (file) => {
    for (let sector = 17; sector < 280; sector += 1) file.write("\0NSR02\x01", sector * 2048, "latin1");
  }),
  changing(validUdf, "corruptImage", "iso")("iso.descriptor", "UDF without its standard", (file) => file.fill(0, 17 * 2048, 17 * 2048 + 8)),
  changing(validUdf, "corruptImage", "iso")("iso.udfAnchor", "UDF without an anchor", u32(UDF.anchor, 0)),
  changing(validUdf, "corruptImage", "iso")("iso.udfAnchor", "a UDF anchor of another sector", u32(UDF.anchor + 12, 512)),
  changing(validUdf, "truncatedImage", "iso")("iso.udfAnchor", "UDF tables of 4 GiB", u32(UDF.anchor + 16, 0xffff_ffff)),
  refusedAs("truncatedImage", "iso")("iso.udfAnchor", "a UDF volume that ends before its anchor", () => validUdf().subarray(0, 200 * 2048)),
  refusedAs("corruptImage", "iso")("iso.descriptor", "descriptors without end", () => {
    const file = Buffer.alloc(200 * 2048);
    for (let sector = 16; sector < 200; sector += 1) file.write("\x02CD001\x01", sector * 2048, "latin1");
    return file;
  }),
];
