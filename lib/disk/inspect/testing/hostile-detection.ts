import type { HostileCase } from "./hostile-case";
import { descriptorText, validDynamicVhd, validFixedVhd, validQcow2, validSparseVmdk, vhdFooter } from "./valid-files";

/** A file of 64 KiB with these bytes at these places. */
function file(...parts: [offset: number, text: string][]): Buffer {
  const bytes = Buffer.alloc(65_536);
  for (const [offset, text] of parts) bytes.write(text, offset, "latin1");
  return bytes;
}

function withBootSignature(bytes: Buffer): Buffer {
  bytes.write("\x55\xaa", 510, "latin1");
  return bytes;
}

const wrapped = { code: "formatNotSupported", construct: "container" } as const;
const ambiguous = { code: "ambiguousFormat", construct: "format" } as const;
const mismatch = { code: "formatMismatch", construct: "format" } as const;

/** Files that are not what was declared, are two things, or are nothing that is opened. */
export const HOSTILE_DETECTION: readonly HostileCase[] = [
  { name: "the start of a VHDX", code: "truncatedImage", construct: "vhdx.header", make: () => file([0, "vhdxfile"]) },
  { name: "the start of a QED", code: "corruptImage", construct: "qed.clusterSize", make: () => file([0, "QED\0"]) },
  {
    name: "the start of a VDI",
    code: "formatNotSupported",
    construct: "vdi.version",
    declared: "vdi",
    make: () => file([0, "<<< Oracle VM VirtualBox Disk Image >>>\n"], [64, "\x7f\x10\xda\xbe"]),
  },
  {
    name: "the start of a QCOW",
    code: "corruptImage",
    construct: "qcow.size",
    declared: "qcow",
    make: () => file([0, "QFI\xfb\0\0\0\x01"]),
  },
  {
    name: "the descriptor of an ISO without a file system",
    code: "corruptImage",
    construct: "iso.descriptor",
    declared: "iso",
    make: () => file([32_769, "CD001"]),
  },
  {
    name: "an isohybrid ISO without a file system",
    code: "corruptImage",
    construct: "iso.descriptor",
    declared: "iso",
    make: () => withBootSignature(file([32_769, "CD001"], [512, "EFI PART"])),
  },
  { name: "the start of a ZVHD", code: "corruptImage", construct: "zvhd.checksum", make: () => file([0, "stream\0\0"]) },
  { name: "the start of a ZVHD2", code: "truncatedImage", construct: "zvhd2.footer", make: () => file([0, "z2strm\0\0"]) },
  { name: "a gzip", ...wrapped, declared: "qcow2", make: () => file([0, "\x1f\x8b\x08"]) },
  { name: "a bzip2", ...wrapped, make: () => file([0, "BZh9"]) },
  { name: "an xz", ...wrapped, make: () => file([0, "\xfd7zXZ\0"]) },
  { name: "a zstd", ...wrapped, make: () => file([0, "\x28\xb5\x2f\xfd"]) },
  { name: "a zip", ...wrapped, make: () => file([0, "PK\x03\x04"]) },
  { name: "a 7z", ...wrapped, make: () => file([0, "7z\xbc\xaf\x27\x1c"]) },
  { name: "an OVA", ...wrapped, declared: "vmdk", make: () => file([0, "disk.ovf"], [257, "ustar\x0000"]) },
  { name: "a LUKS volume", ...wrapped, make: () => file([0, "LUKS\xba\xbe\0\x02"]) },
  {
    name: "an ISO that is a QCOW2",
    ...ambiguous,
    declared: "iso",
    make: () => {
      const bytes = validQcow2();
      bytes.write("CD001", 32_769);
      return bytes;
    },
  },
  { name: "a QCOW2 that ends as a VHD", ...ambiguous, make: () => Buffer.concat([validQcow2(), vhdFooter(2, 6 * 65_536)]) },
  { name: "a gzip that ends as a VHD", ...ambiguous, make: () => Buffer.concat([file([0, "\x1f\x8b\x08"]), vhdFooter(2, 65_536)]) },
  {
    name: "a VMDK text in boot code",
    ...ambiguous,
    make: () => withBootSignature(file([0, descriptorText("monolithicFlat", 'RW 1 FLAT "/etc/passwd" 0')])),
  },
  { name: "a QCOW2 header in a boot sector", ...ambiguous, declared: "qcow2", make: () => withBootSignature(validQcow2()) },
  {
    name: "a VMDK header before a partition table",
    ...ambiguous,
    make: () => {
      const bytes = validSparseVmdk();
      bytes.write("EFI PART", 512);
      return bytes;
    },
  },
  { name: "a raw disk in which the guest wrote a QCOW2 header", ...mismatch, declared: "raw", make: () => withBootSignature(validQcow2()) },
  {
    name: "a raw disk that is a VMDK text in boot code",
    ...mismatch,
    declared: "raw",
    make: () => withBootSignature(file([0, descriptorText("monolithicFlat")])),
  },
  { name: "a raw disk that ends as a VHD", ...mismatch, declared: "raw", make: validFixedVhd },
  { name: "a raw disk that is a gzip", ...mismatch, declared: "raw", make: () => file([0, "\x1f\x8b\x08"]) },
  { name: "a QCOW2 declared VMDK", ...mismatch, declared: "vmdk", make: () => validQcow2() },
  { name: "a VHD declared QCOW2", ...mismatch, declared: "qcow2", make: () => validDynamicVhd() },
  { name: "a raw disk declared QCOW2", ...mismatch, declared: "qcow2", make: () => file() },
  { name: "a VDI declared VHD", ...mismatch, declared: "vhd", make: () => file([64, "\x7f\x10\xda\xbe"]) },
  { name: "comments only", declared: "qcow2", ...mismatch, make: () => Buffer.from("#\r\n".repeat(2048)) },
  { name: "an empty file", code: "truncatedImage", construct: "file.size", declared: "qcow2", make: () => Buffer.alloc(0) },
  { name: "a raw disk that ends inside a sector", code: "truncatedImage", construct: "raw.size", make: () => Buffer.alloc(1000) },
];
