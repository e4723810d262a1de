import type { DiskFormat } from "../model";

// One table of signatures for the server and the browser: Uint8Array only, nothing of Node.

/** What a disk may be wrapped in; never a disk format itself. */
export const CONTAINERS = ["gzip", "bzip2", "xz", "zstd", "lz4", "zip", "7z", "tar", "luks", "parallels", "bochs"] as const;
export type Container = (typeof CONTAINERS)[number];

/** Those a disk is taken out of on its way in; the others are refused. */
export const UNWRAPPED: ReadonlySet<Container> = new Set<Container>(["gzip", "xz", "zstd", "tar"]);

/** Bytes at the start (`head`, offset from 0) or in the last sector (`tail`, offset from its start) that tell what a file is. */
interface Signature {
  readonly name: DiskFormat | Container;
  readonly in: "head" | "tail";
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** A signature that was found. `offsetBytes` counts from the start of the file. */
export interface Match {
  readonly name: DiskFormat | Container;
  readonly in: "head" | "tail";
  readonly offsetBytes: number;
}

function head(name: Signature["name"], offset: number, text: string): Signature {
  return { name, in: "head", offset, bytes: latin1(text) };
}

/**
 * Sources: QEMU docs/interop and block/*.c (probe functions); VMware Virtual Disk Format 5.0; Microsoft VHD and VHDX specifications;
 * ECMA-119 §8; ECMA-167 2/9; RFC 1952, 8878; POSIX ustar; cryptsetup LUKS1/2; APPNOTE.TXT.
 */
const SIGNATURES: readonly Signature[] = [
  head("qcow", 0, "QFI\xfb\0\0\0\x01"),
  head("qcow2", 0, "QFI\xfb"),
  head("vmdk", 0, "KDMV"),
  head("vmdk", 0, "COWD"),
  head("vhd", 0, "conectix"),
  { name: "vhd", in: "tail", offset: 0, bytes: latin1("conectix") },
  head("vhdx", 0, "vhdxfile"),
  head("vdi", 64, "\x7f\x10\xda\xbe"),
  head("qed", 0, "QED\0"),
  head("iso", 32_769, "CD001"),
  head("iso", 32_769, "BEA01"),
  head("zvhd", 0, "stream\0\0"),
  head("zvhd2", 0, "z2strm\0\0"),
  head("luks", 0, "LUKS\xba\xbe"),
  head("gzip", 0, "\x1f\x8b\x08"),
  head("bzip2", 0, "BZh"),
  head("xz", 0, "\xfd7zXZ\0"),
  head("zstd", 0, "\x28\xb5\x2f\xfd"),
  head("zstd", 0, "\x50\x2a\x4d\x18"), // a skippable frame, with which pzstd begins
  head("lz4", 0, "\x04\x22\x4d\x18"),
  head("zip", 0, "PK\x03\x04"),
  head("zip", 0, "PK\x05\x06"),
  head("7z", 0, "7z\xbc\xaf\x27\x1c"),
  head("tar", 257, "ustar"),
  head("parallels", 0, "WithoutFreeSpace"),
  head("parallels", 0, "WithouFreSpacExt"),
  head("bochs", 0, "Bochs Virtual HD Image"),
];

const BOOT_SIGNATURE_AT = 510;
const GPT_AT = 512;
const PROBED_TEXT_CHARS = 4096;

/**
 * Every signature of a file, each name once. `headBytes` is its first 33 KiB (less when it is shorter), `tailBytes` its last 512 bytes
 * (fewer when it is shorter), `sizeBytes` its whole length.
 */
export function findMatches(headBytes: Uint8Array, tailBytes: Uint8Array, sizeBytes: number): Match[] {
  const matches: Match[] = [];
  for (const { name, in: place, offset, bytes } of SIGNATURES) {
    const isSeen = matches.some((match) => match.name === name || (match.name === "qcow" && name === "qcow2"));
    if (isSeen || !hasBytes(place === "head" ? headBytes : tailBytes, offset, bytes)) continue;
    matches.push({ name, in: place, offsetBytes: place === "head" ? offset : sizeBytes - tailBytes.length + offset });
  }
  if (isVmdkText(headBytes) && !matches.some((match) => match.name === "vmdk")) matches.push({ name: "vmdk", in: "head", offsetBytes: 0 });
  return matches;
}

/** True when the first sectors hold a boot record or a GUID partition table: what makes a raw disk bootable, and a header there a polyglot. */
export function hasBootSector(headBytes: Uint8Array): boolean {
  return hasBytes(headBytes, BOOT_SIGNATURE_AT, latin1("\x55\xaa")) || hasBytes(headBytes, GPT_AT, latin1("EFI PART"));
}

/**
 * True for the text descriptor of a VMDK. Tools look for a line `version=` after blank lines and comments, not only for the customary
 * first line, so a file without that line is a VMDK to them (QEMU block/vmdk.c, vmdk_probe).
 */
export function isVmdkText(headBytes: Uint8Array): boolean {
  const text = String.fromCharCode(...headBytes.subarray(0, PROBED_TEXT_CHARS));
  if (/^# *Disk *Descriptor/i.test(text)) return true;
  const firstLine = text.split("\n").find((line) => line.trim() !== "" && !line.startsWith("#"));
  return firstLine?.startsWith("version=") ?? false;
}

export function isContainer(name: DiskFormat | Container): name is Container {
  return CONTAINERS.some((container) => container === name);
}

function hasBytes(bytes: Uint8Array, offset: number, wanted: Uint8Array): boolean {
  return bytes.length >= offset + wanted.length && wanted.every((byte, index) => bytes[offset + index] === byte);
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
