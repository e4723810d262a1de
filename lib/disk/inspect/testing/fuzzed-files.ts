import { PAGE_BYTES } from "../../zvhd2/layout";
import { sealPage, validZvhd, validZvhd2 } from "./hostile-own";
import {
  DYNAMIC,
  QCOW2,
  SECTOR,
  SPARSE,
  STREAM,
  sealVhd,
  validDynamicVhd,
  validFixedVhd,
  validQcow2,
  validSparseVmdk,
  validStreamVmdk,
} from "./valid-files";
import { ISO, QCOW, QED, UDF, VDI, validIso, validQcow, validQed, validUdf, validVdi } from "./valid-older";
import { sealVhdx, VHDX, validVhdx } from "./valid-vhdx";

/** Repairs the checksums, or nothing behind them would ever be reached. */
function sealDynamicVhd(file: Buffer): void {
  sealVhd(file.subarray(0, SECTOR), 64).copy(file, DYNAMIC.footer);
  sealVhd(file.subarray(DYNAMIC.header, DYNAMIC.header + 1024), 36);
}

type Range = readonly [start: number, end: number];

/** A valid file, where its structures stand, and how to make its checksums true after a change. */
export interface FuzzedFile {
  readonly name: string;
  readonly make: () => Buffer | Promise<Buffer>;
  readonly ranges: readonly Range[];
  readonly repair?: (file: Buffer) => void;
}

/** Files of every format to change at random; the ranges that matter most stand twice. */
export const FUZZED_FILES: readonly FuzzedFile[] = [
  {
    name: "QCOW2",
    make: () => validQcow2(),
    ranges: [
      [0, 120],
      [0, 120],
      [QCOW2.l1, QCOW2.l1 + 24],
      [QCOW2.l2, QCOW2.l2 + 64],
      [QCOW2.refcountTable, QCOW2.refcountTable + 16],
    ],
  },
  {
    name: "sparse VMDK",
    make: () => validSparseVmdk(),
    ranges: [
      [0, 80],
      [0, 80],
      [SECTOR, SECTOR + 256],
      [SPARSE.directory, SPARSE.directory + 8],
      [SPARSE.table, SPARSE.table + 64],
    ],
  },
  {
    name: "stream VMDK",
    make: () => validStreamVmdk(),
    ranges: [
      [0, 80],
      [STREAM.footerMarker, STREAM.size],
      [STREAM.directoryMarker, STREAM.directory + 8],
      [STREAM.tableMarker, STREAM.table + 64],
      [STREAM.grain, STREAM.grain + 16],
    ],
  },
  {
    name: "dynamic VHD",
    make: () => validDynamicVhd(),
    ranges: [
      [0, 85],
      [DYNAMIC.header, DYNAMIC.header + 64],
      [DYNAMIC.table, DYNAMIC.table + 16],
    ],
    repair: sealDynamicVhd,
  },
  { name: "fixed VHD", make: validFixedVhd, ranges: [[8192, 8192 + 85]], repair: (file) => void sealVhd(file.subarray(8192), 64) },
  {
    name: "VHDX",
    make: validVhdx,
    ranges: [
      [VHDX.headers[1], VHDX.headers[1] + 80],
      [VHDX.regions, VHDX.regions + 80],
      [VHDX.metadata, VHDX.metadata + 128],
      [VHDX.items, VHDX.items + 24],
      [VHDX.items, VHDX.items + 24],
      [VHDX.blockTable, VHDX.blockTable + 64],
    ],
    repair: sealVhdx,
  },
  {
    name: "QCOW",
    make: validQcow,
    ranges: [
      [0, 64],
      [0, 64],
      [QCOW.l2, QCOW.l2 + 64],
    ],
  },
  {
    name: "QED",
    make: validQed,
    ranges: [
      [0, 64],
      [QED.l1, QED.l1 + 16],
      [QED.l2, QED.l2 + 64],
    ],
  },
  {
    name: "VDI",
    make: validVdi,
    ranges: [
      [64, 80],
      [340, 392],
      [340, 392],
      [424, 456],
      [VDI.map, VDI.map + 32],
    ],
  },
  {
    name: "ISO",
    make: validIso,
    ranges: [
      [ISO.primary, ISO.primary + 160],
      [ISO.terminator, ISO.terminator + 8],
    ],
  },
  {
    name: "UDF",
    make: validUdf,
    ranges: [
      [UDF.sequence, UDF.sequence + 8],
      [UDF.sequence + 2048, UDF.sequence + 2056],
      [UDF.anchor, UDF.anchor + 24],
    ],
  },
  {
    name: "ZVHD",
    make: validZvhd,
    ranges: [
      [0, 128],
      [PAGE_BYTES, PAGE_BYTES + 64],
      [PAGE_BYTES, PAGE_BYTES + 4096],
    ],
    repair: sealPage,
  },
  {
    name: "ZVHD2",
    make: validZvhd2,
    ranges: [
      [-PAGE_BYTES, -PAGE_BYTES + 144],
      [-PAGE_BYTES + 80, -PAGE_BYTES + 144],
      [PAGE_BYTES, PAGE_BYTES + 256],
    ],
    repair: (file) => void (file.length >= PAGE_BYTES && sealPage(file.subarray(-PAGE_BYTES))),
  },
  { name: "raw disk", make: () => bootDisk(), ranges: [[0, 1024]] },
];

/** A disk with a boot record and a partition table. */
function bootDisk(): Buffer {
  const disk = Buffer.alloc(65_536);
  disk.write("\x55\xaa", 510, "latin1");
  disk.write("EFI PART", 512);
  return disk;
}
