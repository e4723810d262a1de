import { type HostileCase, refusedAs } from "./hostile-case";
import { guidBytes, sealVhdx, VHDX, VHDX_ITEM, validVhdx } from "./valid-vhdx";

const unsafe = refusedAs("unsafeImage", "vhdx");
const corrupt = refusedAs("corruptImage", "vhdx");
const truncated = refusedAs("truncatedImage", "vhdx");
const unsupported = refusedAs("formatNotSupported", "vhdx");
const tooLarge = refusedAs("imageTooLarge", "vhdx");

const MIB = 1 << 20;
const PARENT_LOCATOR = "a8d35f2d-b30b-454d-abf7-d3d84834ab0c";
/** The first region entry is the block table, the second the metadata. */
const ENTRY = [VHDX.regions + 16, VHDX.regions + 48] as const;

/** Changes a valid file, then makes its checksums true. */
function broken(change: (file: Buffer) => void): () => Buffer {
  return () => {
    const file = validVhdx();
    change(file);
    return sealVhdx(file);
  };
}

const bothHeaders = (change: (file: Buffer, at: number) => void) =>
  broken((file) => {
    for (const at of VHDX.headers) change(file, at);
  });

/** VHDX files that must be refused, and why. */
export const HOSTILE_VHDX: readonly HostileCase[] = [
  unsafe(
    "vhdx.parent",
    "the flag of a differencing disk",
    broken((file) => file.writeUInt32LE(2, VHDX_ITEM.flags)),
  ),
  unsafe(
    "vhdx.parent",
    "a parent locator only",
    broken((file) => {
      file.writeUInt16LE(4, VHDX.metadata + 10);
      guidBytes(PARENT_LOCATOR).copy(file, VHDX.metadata + 32 + 96);
      file.writeUInt32LE(VHDX.items - VHDX.metadata + 64, VHDX.metadata + 32 + 96 + 16);
      file.writeUInt32LE(20, VHDX.metadata + 32 + 96 + 20);
    }),
  ),
  unsafe(
    "vhdx.partialBlock",
    "a block that a parent completes",
    broken((file) => file.writeBigUInt64LE(7n, VHDX.blockTable)),
  ),
  corrupt(
    "vhdx.unfinishedLog",
    "a log that was not replayed",
    bothHeaders((file, at) => file.fill(9, at + 48, at + 64)),
  ),
  corrupt(
    "vhdx.unfinishedLog",
    "an unfinished log of 4 GiB outside of the file",
    bothHeaders((file, at) => {
      file.fill(9, at + 48, at + 64);
      file.writeUInt32LE(0xfff0_0000, at + 68);
      file.writeBigUInt64LE(1n << 40n, at + 72);
    }),
  ),
  corrupt(
    "vhdx.log",
    "an empty log outside of the file",
    bothHeaders((file, at) => file.writeBigUInt64LE(1n << 40n, at + 72)),
  ),
  corrupt("vhdx.header", "wrong checksums in both headers", () => {
    const file = validVhdx();
    for (const at of VHDX.headers) file.writeUInt32LE(1, at + 4);
    return file;
  }),
  unsupported(
    "vhdx.version",
    "another version",
    bothHeaders((file, at) => file.writeUInt16LE(2, at + 66)),
  ),
  corrupt("vhdx.regionTable", "a region table with a wrong checksum", () => {
    const file = validVhdx();
    file.writeUInt32LE(1, VHDX.regions + 4);
    return file;
  }),
  corrupt(
    "vhdx.regionTable",
    "2048 regions",
    broken((file) => file.writeUInt32LE(2048, VHDX.regions + 8)),
  ),
  corrupt(
    "vhdx.regionTable",
    "no regions",
    broken((file) => file.writeUInt32LE(0, VHDX.regions + 8)),
  ),
  corrupt(
    "vhdx.regionTable",
    "one region twice",
    broken((file) => file.copy(file, ENTRY[1], ENTRY[0], ENTRY[0] + 32)),
  ),
  corrupt(
    "vhdx.regionTable",
    "regions that overlap",
    broken((file) => file.writeBigUInt64LE(BigInt(VHDX.metadata), ENTRY[0] + 16)),
  ),
  corrupt(
    "vhdx.regionTable",
    "2047 regions of garbage",
    broken((file) => {
      file.writeUInt32LE(2047, VHDX.regions + 8);
      file.fill(0, ENTRY[0], VHDX.regions + 65_536);
    }),
  ),
  corrupt(
    "vhdx.region",
    "a region in the header",
    broken((file) => file.writeBigUInt64LE(0n, ENTRY[0] + 16)),
  ),
  truncated(
    "vhdx.region",
    "a block table of 4 GiB",
    broken((file) => file.writeUInt32LE(0xfff0_0000, ENTRY[0] + 24)),
  ),
  unsupported(
    "vhdx.region",
    "a required region nobody knows",
    broken((file) => {
      file.writeUInt32LE(3, VHDX.regions + 8);
      file.fill(7, ENTRY[1] + 32, ENTRY[1] + 48);
      file.writeUInt32LE(1, ENTRY[1] + 60);
    }),
  ),
  corrupt(
    "vhdx.metadata",
    "metadata that is none",
    broken((file) => file.write("metadeta", VHDX.metadata)),
  ),
  corrupt(
    "vhdx.metadata",
    "65535 metadata items",
    broken((file) => file.writeUInt16LE(65_535, VHDX.metadata + 10)),
  ),
  corrupt(
    "vhdx.metadata",
    "an item outside of its region",
    broken((file) => file.writeUInt32LE(0xffff_ff00, VHDX.metadata + 32 + 16)),
  ),
  corrupt(
    "vhdx.metadata",
    "no size at all",
    broken((file) => file.writeUInt16LE(1, VHDX.metadata + 10)),
  ),
  unsupported(
    "vhdx.metadataItem",
    "a required item nobody knows",
    broken((file) => file.fill(7, VHDX.metadata + 32, VHDX.metadata + 48)),
  ),
  corrupt(
    "vhdx.blockSize",
    "blocks of an odd size",
    broken((file) => file.writeUInt32LE(3_000_000, VHDX_ITEM.blockBytes)),
  ),
  corrupt(
    "vhdx.sectorSize",
    "sectors of 0 bytes",
    broken((file) => file.writeUInt32LE(0, VHDX_ITEM.sector)),
  ),
  tooLarge(
    "vhdx.size",
    "64 TiB",
    broken((file) => file.writeBigUInt64LE(1n << 46n, VHDX_ITEM.size)),
  ),
  corrupt(
    "vhdx.size",
    "no size",
    broken((file) => file.writeBigUInt64LE(0n, VHDX_ITEM.size)),
  ),
  corrupt(
    "vhdx.blockTable",
    "a block table too small for the disk",
    broken((file) => file.writeBigUInt64LE(1n << 41n, VHDX_ITEM.size)),
  ),
  corrupt(
    "vhdx.block",
    "a block in the header",
    broken((file) => file.writeBigUInt64LE(6n, VHDX.blockTable)),
  ),
  truncated(
    "vhdx.block",
    "a block behind the file end",
    broken((file) => file.writeBigUInt64LE((1n << 60n) | 6n, VHDX.blockTable)),
  ),
  corrupt(
    "vhdx.sharedBlock",
    "two places from one block",
    broken((file) => file.copy(file, VHDX.blockTable + 8, VHDX.blockTable, VHDX.blockTable + 8)),
  ),
  truncated("file.size", "16 bytes", () => validVhdx().subarray(0, 16)),
  truncated("file.size", "100 bytes", () => validVhdx().subarray(0, 100)),
  truncated("vhdx.header", "600 bytes", () => validVhdx().subarray(0, 600)),
  truncated("vhdx.block", "a file that lost its block", () => validVhdx().subarray(0, VHDX.block + MIB / 2)),
];
