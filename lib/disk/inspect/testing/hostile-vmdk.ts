import { type HostileCase, refusedAs } from "./hostile-case";
import { descriptorText, SECTOR, SPARSE, STREAM, VMDK_CAPACITY, validSparseVmdk, validStreamVmdk } from "./valid-files";

const unsafe = refusedAs("unsafeImage", "vmdk");
const corrupt = refusedAs("corruptImage", "vmdk");
const truncated = refusedAs("truncatedImage", "vmdk");
const unsupported = refusedAs("formatNotSupported", "vmdk");
const tooLarge = refusedAs("imageTooLarge", "vmdk");
const bomb = refusedAs("decompressionLimit", "vmdk");

function text(createType: string, ...extents: string[]): () => Buffer {
  return () => {
    const descriptor = Buffer.from(descriptorText(createType, extents.join("\n")), "latin1");
    return Buffer.concat([descriptor, Buffer.alloc(SECTOR)]);
  };
}

function sparse(change: (file: Buffer) => void): () => Buffer {
  return () => {
    const file = validSparseVmdk();
    change(file);
    return file;
  };
}

function stream(change: (file: Buffer) => void): () => Buffer {
  return () => {
    const file = validStreamVmdk();
    change(file);
    return file;
  };
}

const embedded = (descriptor: string) => () => validSparseVmdk(descriptor);
const OWN_EXTENT = `RW ${VMDK_CAPACITY} SPARSE "disk.vmdk"`;

/** VMDK files that must be refused, and why. */
export const HOSTILE_VMDK: readonly HostileCase[] = [
  unsafe("vmdk.extent", "a flat extent that is a host file", text("monolithicFlat", 'RW 2048 FLAT "/etc/passwd" 0')),
  unsafe("vmdk.extent", "two flat extents", text("twoGbMaxExtentFlat", 'RW 1 FLAT "/etc/shadow" 0', 'RW 1 FLAT "/etc/passwd" 0')),
  unsafe("vmdk.extent", "sparse extents elsewhere", text("twoGbMaxExtentSparse", 'RW 2048 SPARSE "other-s001.vmdk"')),
  unsafe("vmdk.extent", "an extent that is a device", text("vmfs", 'RW 2048 VMFS "/dev/vda"')),
  unsafe("vmdk.extent", "an extent that is a URL", text("monolithicFlat", 'RW 2048 FLAT "nbd://127.0.0.1:10809/" 0')),
  unsafe("vmdk.extent", "an extent in the same folder", text("monolithicFlat", 'RW 2048 FLAT "other-tenant.raw" 0')),
  unsafe("vmdk.extent", "an extent in lower case", text("monolithicFlat", 'rw 2048 flat "/etc/passwd" 0')),
  unsafe("vmdk.extent", "a text without its customary first line", () =>
    Buffer.concat([Buffer.from('#\n# x\nversion=1\nRW 1 FLAT "/etc/passwd" 0\n'), Buffer.alloc(SECTOR)]),
  ),
  unsafe("vmdk.extent", "a text that starts with its version", () => Buffer.from('version=1\nRW 1 FLAT "/etc/passwd" 0\n')),
  unsafe("vmdk.extent", "a text behind 1000 comments", () => Buffer.from(`${"#\r\n".repeat(1000)}version=1\nRW 1 FLAT "/etc/passwd" 0\n`)),
  tooLarge("vmdk.extent", "a ZERO extent of 4 ZiB", text("monolithicFlat", "RW 9007199254740992 ZERO")),
  unsupported("vmdk.textDescriptor", "a text descriptor of zeros", text("monolithicFlat", "RW 2048 ZERO")),
  unsafe("vmdk.parent", "a text delta disk", () =>
    Buffer.concat([Buffer.from(descriptorText("monolithicSparse", "", "parentCID=11111111")), Buffer.alloc(SECTOR)]),
  ),
  corrupt("vmdk.descriptorSize", "a descriptor of 21 MiB", () =>
    Buffer.concat([Buffer.from(descriptorText("monolithicFlat")), Buffer.alloc(21 << 20, "#\n")]),
  ),
  unsupported("vmdk.cowd", "an ESX sparse file", () => Buffer.concat([Buffer.from("COWD"), Buffer.alloc(2044)])),
  unsafe(
    "vmdk.extent",
    "an embedded descriptor that says flat",
    embedded(descriptorText("monolithicFlat", 'RW 2048 FLAT "/etc/passwd" 0')),
  ),
  unsafe("vmdk.extent", "capacity 0, so that the flat extent is obeyed", () => {
    const file = validSparseVmdk(descriptorText("monolithicFlat", 'RW 2048 FLAT "/etc/passwd" 0'));
    file.writeBigUInt64LE(0n, 12);
    return file;
  }),
  unsafe("vmdk.extent", "a second extent", embedded(descriptorText("monolithicSparse", `${OWN_EXTENT}\nRW 1 FLAT "/etc/passwd" 0`))),
  unsafe(
    "vmdk.extent",
    "its own extent in another folder",
    embedded(descriptorText("monolithicSparse", `RW ${VMDK_CAPACITY} SPARSE "../other/disk.vmdk"`)),
  ),
  corrupt("vmdk.extent", "no extent", embedded(descriptorText("monolithicSparse", ""))),
  unsafe("vmdk.parent", "a parent by name", embedded(`${descriptorText("monolithicSparse")}parentFileNameHint="/etc/passwd"\n`)),
  unsafe("vmdk.parent", "a parent by id", embedded(descriptorText("monolithicSparse", OWN_EXTENT, "parentCID=0badcafe"))),
  unsafe("vmdk.parent", "a parent hidden in a comment", embedded(`${descriptorText("monolithicSparse")}# PARENTFILENAMEHINT="x"\n`)),
  unsupported("vmdk.createType", "an unknown create type", embedded(descriptorText("fullDevice"))),
  corrupt("vmdk.createType", "two create types", embedded(`${descriptorText("monolithicSparse")}createType="monolithicFlat"\n`)),
  corrupt("vmdk.createType", "a stream by name only", embedded(descriptorText("streamOptimized"))),
  corrupt("vmdk.descriptor", "a descriptor that is none", embedded("hello")),
  truncated(
    "vmdk.descriptor",
    "a descriptor outside of the file",
    sparse((file) => file.writeBigUInt64LE(1n << 40n, 28)),
  ),
  corrupt(
    "vmdk.descriptor",
    "a descriptor over the header",
    sparse((file) => file.writeBigUInt64LE(0n, 28)),
  ),
  unsupported(
    "vmdk.descriptor",
    "a piece of a split disk, without a descriptor",
    sparse((file) => file.writeBigUInt64LE(0n, 36)),
  ),
  corrupt(
    "vmdk.descriptor",
    "a descriptor of 2 MiB",
    sparse((file) => file.writeBigUInt64LE(4096n, 36)),
  ),
  tooLarge(
    "vmdk.capacity",
    "a capacity of 2^59 bytes",
    sparse((file) => file.writeBigUInt64LE(1n << 50n, 12)),
  ),
  corrupt(
    "vmdk.capacity",
    "a capacity of 0",
    sparse((file) => file.writeBigUInt64LE(0n, 12)),
  ),
  corrupt(
    "vmdk.capacity",
    "another capacity than its extent",
    sparse((file) => file.writeBigUInt64LE(BigInt(VMDK_CAPACITY * 2), 12)),
  ),
  corrupt(
    "vmdk.grainSize",
    "grains of one sector",
    sparse((file) => file.writeBigUInt64LE(1n, 20)),
  ),
  corrupt(
    "vmdk.grainSize",
    "grains of 2^40 sectors",
    sparse((file) => file.writeBigUInt64LE(1n << 40n, 20)),
  ),
  corrupt(
    "vmdk.grainTableSize",
    "grain tables of 16 GiB",
    sparse((file) => file.writeUInt32LE(0xffffffff, 44)),
  ),
  unsupported(
    "vmdk.version",
    "a version that does not exist",
    sparse((file) => file.writeUInt32LE(4, 4)),
  ),
  unsupported(
    "vmdk.flags",
    "an unknown flag",
    sparse((file) => file.writeUInt32LE(0x41, 8)),
  ),
  corrupt(
    "vmdk.newlines",
    "line ends changed on the way",
    sparse((file) => file.write("\n \n\n", 73, "latin1")),
  ),
  corrupt(
    "vmdk.compression",
    "an unknown compression",
    stream((file) => file.writeUInt16LE(9, 77)),
  ),
  corrupt(
    "vmdk.grainDirectory",
    "a grain directory behind the file end",
    sparse((file) => file.writeBigUInt64LE(1n << 30n, 56)),
  ),
  corrupt(
    "vmdk.grainDirectory",
    "a grain directory in the descriptor",
    sparse((file) => file.writeBigUInt64LE(2n, 56)),
  ),
  corrupt(
    "vmdk.grainTable",
    "a grain table behind the file end",
    sparse((file) => file.writeUInt32LE(0xfffffff0, SPARSE.directory)),
  ),
  corrupt(
    "vmdk.grain",
    "a grain in the descriptor",
    sparse((file) => file.writeUInt32LE(1, SPARSE.table)),
  ),
  truncated(
    "vmdk.grain",
    "a grain behind the file end",
    sparse((file) => file.writeUInt32LE(0xfffffff0, SPARSE.table)),
  ),
  corrupt(
    "vmdk.sharedGrain",
    "512 places from one grain",
    sparse((file) => {
      for (let at = 0; at < 2048; at += 4) file.writeUInt32LE(128, SPARSE.table + at);
    }),
  ),
  bomb(
    "vmdk.sharedGrain",
    "512 places from one compressed grain",
    stream((file) => {
      for (let at = 0; at < 2048; at += 4) file.writeUInt32LE(128, STREAM.table + at);
    }),
  ),
  truncated("vmdk.footer", "a stream without its footer", () => validStreamVmdk().subarray(0, STREAM.footerMarker)),
  corrupt(
    "vmdk.footer",
    "a footer that lies about the capacity",
    stream((file) => file.writeBigUInt64LE(1n << 40n, STREAM.footer + 12)),
  ),
  corrupt(
    "vmdk.footer",
    "a footer that points at the end again",
    stream((file) => file.writeBigUInt64LE(0xffff_ffff_ffff_ffffn, STREAM.footer + 56)),
  ),
  corrupt(
    "vmdk.grainDirectoryMarker",
    "a directory without its marker",
    stream((file) => file.writeUInt32LE(0, STREAM.directoryMarker + 12)),
  ),
  corrupt(
    "vmdk.grainTableMarker",
    "a grain table without its marker",
    stream((file) => file.writeUInt32LE(0, STREAM.tableMarker + 12)),
  ),
  corrupt(
    "vmdk.grainMarker",
    "a grain with another address",
    stream((file) => file.writeBigUInt64LE(128n, STREAM.grain)),
  ),
  corrupt(
    "vmdk.grainMarker",
    "a grain of 4 GiB",
    stream((file) => file.writeUInt32LE(0xffffffff, STREAM.grain + 8)),
  ),
  truncated("file.size", "16 bytes", () => validSparseVmdk().subarray(0, 16)),
  truncated("file.size", "100 bytes", () => validSparseVmdk().subarray(0, 100)),
  truncated("vmdk.descriptor", "600 bytes", () => validSparseVmdk().subarray(0, 600)),
];
