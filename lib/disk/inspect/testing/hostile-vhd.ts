import { type HostileCase, refusedAs } from "./hostile-case";
import { DYNAMIC, SECTOR, sealVhd, validDynamicVhd, validFixedVhd, vhdFooter } from "./valid-files";

const unsafe = refusedAs("unsafeImage", "vhd");
const corrupt = refusedAs("corruptImage", "vhd");
const truncated = refusedAs("truncatedImage", "vhd");
const unsupported = refusedAs("formatNotSupported", "vhd");
const tooLarge = refusedAs("imageTooLarge", "vhd");

const TIB = 2 ** 40;

function fixed(change: (footer: Buffer) => void): () => Buffer {
  return () => {
    const footer = vhdFooter(2, 8192);
    change(footer);
    return Buffer.concat([Buffer.alloc(8192, 0x11), sealVhd(footer, 64)]);
  };
}

function dynamic(change: (file: Buffer) => void): () => Buffer {
  return () => {
    const file = validDynamicVhd();
    change(file);
    return file;
  };
}

const dynamicHeader = (change: (header: Buffer) => void) => () => validDynamicVhd(change);

/** VHD files that must be refused, and why. */
export const HOSTILE_VHD: readonly HostileCase[] = [
  unsafe("vhd.parent", "a differencing disk", () => validDynamicVhd(undefined, vhdFooter(4, 8 << 20))),
  unsafe(
    "vhd.parent",
    "a parent in a disk that says dynamic",
    dynamicHeader((header) => header.fill(7, 40, 56)),
  ),
  unsafe(
    "vhd.parent",
    "a parent locator only",
    dynamicHeader((header) => header.write("W2ku", 576)),
  ),
  unsupported("vhd.type", "an unknown type", () => validDynamicVhd(undefined, vhdFooter(6, 8 << 20))),
  unsupported(
    "vhd.version",
    "an unknown version",
    fixed((footer) => footer.writeUInt32BE(0x20000, 12)),
  ),
  tooLarge("vhd.size", "2 EiB", () => validDynamicVhd(undefined, vhdFooter(3, 2 ** 61))),
  corrupt("vhd.size", "no size", () => validDynamicVhd(undefined, vhdFooter(3, 0))),
  corrupt(
    "vhd.blockTable",
    "a block table of 8 GiB",
    dynamicHeader((header) => header.writeUInt32BE(0x7fffffff, 28)),
  ),
  corrupt(
    "vhd.blockTable",
    "a block table too short for the disk",
    dynamicHeader((header) => header.writeUInt32BE(3, 28)),
  ),
  corrupt(
    "vhd.blockTable",
    "a block table over the header",
    dynamicHeader((header) => header.writeBigUInt64BE(512n, 16)),
  ),
  corrupt(
    "vhd.blockSize",
    "blocks of 512 bytes",
    dynamicHeader((header) => header.writeUInt32BE(512, 32)),
  ),
  corrupt(
    "vhd.blockSize",
    "blocks of 0 bytes",
    dynamicHeader((header) => header.writeUInt32BE(0, 32)),
  ),
  corrupt(
    "vhd.block",
    "a block behind the file end",
    dynamic((file) => file.writeUInt32BE(0xfffffff0, DYNAMIC.table)),
  ),
  corrupt(
    "vhd.block",
    "a block in the header",
    dynamic((file) => file.writeUInt32BE(1, DYNAMIC.table)),
  ),
  corrupt(
    "vhd.sharedBlock",
    "two places from one block",
    dynamic((file) => file.writeUInt32BE(DYNAMIC.block / SECTOR, DYNAMIC.table + 4)),
  ),
  corrupt("vhd.dynamicHeader", "a dynamic header elsewhere", () => {
    const footer = vhdFooter(3, 8 << 20);
    footer.writeBigUInt64BE(BigInt(TIB), 16);
    return validDynamicVhd(undefined, sealVhd(footer, 64));
  }),
  corrupt(
    "vhd.dynamicHeader",
    "a dynamic header without its cookie",
    dynamic((file) => file.write("cxparse!", DYNAMIC.header)),
  ),
  corrupt(
    "vhd.dynamicHeaderChecksum",
    "a dynamic header with a wrong checksum",
    dynamic((file) => file.writeUInt32BE(1, DYNAMIC.header + 36)),
  ),
  corrupt(
    "vhd.footerChecksum",
    "a footer with a wrong checksum",
    dynamic((file) => file.writeUInt32BE(1, DYNAMIC.footer + 64)),
  ),
  corrupt(
    "vhd.footerCopy",
    "a footer copy that differs",
    dynamic((file) => file.writeUInt32BE(99, 24)),
  ),
  corrupt("vhd.footerCopy", "a footer copy in a fixed disk", () => {
    const file = validFixedVhd();
    vhdFooter(2, 8192).copy(file);
    return file;
  }),
  truncated("vhd.footer", "a dynamic disk that lost its end", () => validDynamicVhd().subarray(0, 4096)),
  truncated("vhd.size", "4 KiB that say 1 TiB", () => Buffer.concat([Buffer.alloc(3584, 1), vhdFooter(2, TIB)])),
  corrupt("vhd.size", "a fixed disk with more than it says", () => Buffer.concat([Buffer.alloc(8192, 1), vhdFooter(2, 4096)])),
  truncated("file.size", "16 bytes", () => validDynamicVhd().subarray(0, 16)),
  truncated("file.size", "100 bytes", () => validDynamicVhd().subarray(0, 100)),
  truncated("vhd.footer", "600 bytes", () => validDynamicVhd().subarray(0, 600)),
  truncated("file.size", "one byte", () => Buffer.alloc(1)),
];
