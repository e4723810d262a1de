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

/** Numbers that break parsers: limits, signs, sectors, clusters. */
const NASTY = [0, 1, 2, 0x7f, 0x80, 0xff, 0x1ff, 0x200, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffe00, 0xffffffff];

/** mulberry32: the same numbers on every run. */
export function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Range = readonly [start: number, end: number];

/** Changes one to four places inside the ranges: a bit, a byte, or a word with a nasty value in either order. */
function change(file: Buffer, ranges: readonly Range[], next: (below: number) => number): void {
  for (let count = 1 + next(4); count > 0; count -= 1) {
    const [start, end] = ranges[next(ranges.length)] ?? [0, SECTOR];
    const at = Math.min(start + next(end - start), file.length - 8);
    const value = NASTY[next(NASTY.length)] ?? 0;
    const kind = next(4);
    if (kind === 0) file.writeUInt8(file.readUInt8(at) ^ (1 << next(8)), at);
    else if (kind === 1) file.writeUInt8(next(256), at);
    else if (kind === 2) file.writeUInt32BE(value, at);
    else file.writeUInt32LE(value, at);
  }
}

/** Repairs the checksums, or nothing behind them would ever be reached. */
function sealDynamicVhd(file: Buffer): void {
  sealVhd(file.subarray(0, SECTOR), 64).copy(file, DYNAMIC.footer);
  sealVhd(file.subarray(DYNAMIC.header, DYNAMIC.header + 1024), 36);
}

export interface Subject {
  readonly name: string;
  readonly make: () => Buffer;
  readonly ranges: readonly Range[];
  readonly repair?: (file: Buffer) => void;
}

export const SUBJECTS: readonly Subject[] = [
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
];

/** One broken file: mutated, its checksums mostly repaired, now and then cut. */
export function mutant({ make, ranges, repair }: Subject, next: (below: number) => number): Buffer {
  const file = make();
  change(file, ranges, next);
  if (next(4) !== 0) repair?.(file);
  return next(8) === 0 ? file.subarray(0, next(file.length)) : file;
}
