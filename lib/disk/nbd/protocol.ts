import { MIB } from "../model";

// Numbers and small structures of the NBD protocol, fixed newstyle negotiation. All integers are big-endian.
// Source: NetworkBlockDevice/nbd, doc/proto.md.

export const NBD_MAGIC = Buffer.from("NBDMAGIC", "latin1");
export const OPTION_MAGIC = Buffer.from("IHAVEOPT", "latin1");
export const OPTION_REPLY_MAGIC = 0x0003_e889_0455_65a9n;
export const REQUEST_MAGIC = 0x2560_9513;
export const SIMPLE_REPLY_MAGIC = 0x6744_6698;
export const STRUCTURED_REPLY_MAGIC = 0x668e_33ef;

/** Flags of the greeting and of its answer: fixed newstyle, and no 124 zeros behind an export. */
export const FIXED_NEWSTYLE = 1;
export const NO_ZEROES = 2;

export const OPTION = {
  exportName: 1,
  abort: 2,
  list: 3,
  info: 6,
  go: 7,
  structuredReply: 8,
  listMetaContext: 9,
  setMetaContext: 10,
} as const;

const ERROR_BIT = 0x8000_0000;
export const REPLY = {
  ack: 1,
  server: 2,
  info: 3,
  metaContext: 4,
  unsupported: ERROR_BIT + 1,
  invalid: ERROR_BIT + 3,
  unknown: ERROR_BIT + 6,
} as const;
export const isErrorReply = (type: number): boolean => type >= ERROR_BIT;

export const INFO = { export: 0, blockSize: 3 } as const;

/** Transmission flags: HAS_FLAGS, READ_ONLY, CAN_MULTI_CONN. */
export const READ_ONLY_EXPORT_FLAGS = 1 | 2 | (1 << 8);

export const COMMAND = { read: 0, write: 1, disconnect: 2, flush: 3, trim: 4, writeZeroes: 6, blockStatus: 7 } as const;
/** Command flag: block status answers one extent only. */
export const REQUEST_ONE = 1 << 3;

/** Types of structured reply chunks; those with `CHUNK_ERROR_BIT` report an error. */
export const CHUNK = { none: 0, offsetData: 1, offsetHole: 2, blockStatus: 5, error: 0x8001 } as const;
export const CHUNK_ERROR_BIT = 0x8000;
/** Flag of the last chunk of a reply. */
export const CHUNK_DONE = 1;

export const ERRNO = { permission: 1, io: 5, invalid: 22 } as const;

export const BASE_ALLOCATION = "base:allocation";
/** Bits of an extent of `base:allocation`. */
export const STATE_HOLE = 1;
export const STATE_ZERO = 2;

export const REQUEST_BYTES = 28;
export const SIMPLE_REPLY_BYTES = 16;
export const CHUNK_HEADER_BYTES = 20;
/** Longest read one request asks for; what the protocol promises without negotiation. Unit: bytes. Boundary: inclusive. */
export const READ_MAX_BYTES = 32 * MIB;
/** Longest data of one option or option reply taken. Unit: bytes. */
export const OPTION_MAX_BYTES = 64 * 1024;

/** A 32-bit length and bytes, as strings travel in options. */
export function lengthPrefixed(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([u32(bytes.length), bytes]);
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}

export function u64(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
