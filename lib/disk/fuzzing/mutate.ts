/** Numbers that break parsers: limits, signs, sectors, clusters. */
const NASTY = [0, 1, 2, 0x7f, 0x80, 0xff, 0x1ff, 0x200, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffe00, 0xffffffff];
const NASTY_64 = [0n, 1n, 0x1ffn, 1n << 31n, 1n << 32n, 1n << 40n, 1n << 53n, (1n << 63n) - 1n, 1n << 63n, (1n << 64n) - 1n];

/** Start and end, in bytes; negative ones count from the end of the input. */
export type Range = readonly [start: number, end: number];
/** Answers a number from 0 up to but not including `below`. */
export type Random = (below: number) => number;

/** mulberry32: the same numbers on every run. */
export function random(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export interface MutationPlan {
  /** Where changes matter; the whole input when there is none. */
  readonly ranges?: readonly Range[];
  /** Makes checksums true again, or nothing behind them would ever be reached. */
  readonly repair?: (input: Buffer) => void;
}

/** One broken input: changed in one to four places, its checksums mostly repaired, now and then cut or grown. The seed input is not touched. */
export function mutate(seed: Buffer, { ranges = [[0, seed.length]], repair }: MutationPlan, next: Random): Buffer {
  const input = next(16) === 0 ? Buffer.concat([seed, Buffer.alloc(next(4096))]) : Buffer.from(seed);
  for (let count = 1 + next(4); count > 0; count -= 1) change(input, ranges[next(ranges.length)] ?? [0, input.length], next);
  if (next(16) === 0) copyPiece(input, next);
  if (next(4) !== 0) repair?.(input);
  return next(8) === 0 ? input.subarray(0, next(input.length + 1)) : input;
}

/** A bit, a byte, or a word with a nasty value in either order. */
function change(input: Buffer, [from, to]: Range, next: Random): void {
  if (input.length < 8) return;
  const [start, end] = [from, to].map((at) => (at < 0 ? input.length + at : at)) as [number, number]; // map() forgets that there are two
  const at = Math.max(0, Math.min(start + next(Math.max(1, end - start)), input.length - 8));
  const value = NASTY[next(NASTY.length)] ?? 0;
  const wide = NASTY_64[next(NASTY_64.length)] ?? 0n;
  switch (next(6)) {
    case 0:
      input.writeUInt8(input.readUInt8(at) ^ (1 << next(8)), at);
      break;
    case 1:
      input.writeUInt8(next(256), at);
      break;
    case 2:
      input.writeUInt32BE(value, at);
      break;
    case 3:
      input.writeUInt32LE(value, at);
      break;
    case 4:
      input.writeBigUInt64BE(wide, at);
      break;
    default:
      input.writeBigUInt64LE(wide, at);
  }
}

/** Repeats a piece of the input elsewhere: entries that point to the same place, tables within tables. */
function copyPiece(input: Buffer, next: Random): void {
  const length = 1 + next(64);
  const from = next(input.length + 1);
  input.copy(input, next(input.length + 1), from, Math.min(input.length, from + length));
}
