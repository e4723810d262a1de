import { KIB } from "../model";

/** How the main archive of an initramfs is packed; what its kernel could unpack otherwise is not looked into. */
export type ArchiveCodec = "none" | "gzip" | "zstd" | "xz" | "lzma" | "lz4";

export interface MainArchive {
  readonly codec: ArchiveCodec;
  readonly offsetBytes: number;
}

/** Reads up to `lengthBytes` of a file; fewer at its end. */
export type ReadPiece = (offsetBytes: number, lengthBytes: number) => Promise<Buffer>;

/** The driver modules a system needs to start from a virtio disk, as they are called in an archive. */
export const DISK_MODULES = ["virtio_blk", "virtio_scsi", "virtio_pci"] as const;
export type DiskModule = (typeof DISK_MODULES)[number];

export const PIECE_BYTES = 64 * KIB;
/** Reading costs a run of the tools; early archives hold a few files of microcode. */
const PIECES_MAX = 8;
const MAGICS: readonly (readonly [ArchiveCodec, Buffer])[] = [
  ["gzip", Buffer.from("1f8b08", "hex")],
  ["zstd", Buffer.from("28b52ffd", "hex")],
  ["xz", Buffer.from("fd377a585a00", "hex")],
  ["lzma", Buffer.from("5d0000", "hex")],
  ["lz4", Buffer.from("02214c18", "hex")], // the legacy frame, the one that kernels unpack
];
const HEADER_BYTES = 110;
const HEADER = /^07070[12][0-9A-Fa-f]{104}$/;
const NAME_BYTES_MAX = 4096;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const TRAILER = "TRAILER!!!";

/**
 * Where the main archive of an initramfs begins: behind early archives that are not packed, which hold microcode. An archive that is packed
 * nowhere begins at 0. Undefined for a file that is none. Source: Linux, Documentation/driver-api/early-userspace/buffer-format.rst.
 */
export async function findMainArchive(read: ReadPiece): Promise<MainArchive | undefined> {
  let at = 0;
  for (let pieces = 0; pieces < PIECES_MAX; pieces++) {
    const piece = await read(at, PIECE_BYTES);
    if (piece.length === 0) break;
    const end = skipEntries(piece, at);
    if (end === undefined) return undefined;
    if (typeof end !== "number") return end;
    at = end;
  }
  return at === 0 ? undefined : { codec: "none", offsetBytes: 0 };
}

/** The packed archive in a piece that begins at `start`, or where the next entry begins behind it; undefined where neither is. */
function skipEntries(piece: Buffer, start: number): MainArchive | number | undefined {
  let at = 0;
  while (at < piece.length) {
    if (piece[at] === 0) {
      at += 1; // archives are filled up with zeros
      continue;
    }
    const rest = piece.subarray(at);
    const codec = MAGICS.find(([, magic]) => rest.subarray(0, magic.length).equals(magic))?.[0];
    if (codec !== undefined) return { codec, offsetBytes: start + at };
    if (rest.length < HEADER_BYTES) return at === 0 ? undefined : start + at;
    const entry = parseHeader(rest.toString("latin1", 0, HEADER_BYTES));
    if (entry === undefined) return undefined;
    at = aligned(aligned(at + HEADER_BYTES + entry.nameBytes) + entry.fileBytes);
  }
  return start + at;
}

interface CpioHeader {
  readonly mode: number;
  readonly fileBytes: number;
  /** With the final zero. */
  readonly nameBytes: number;
}

/** Source: cpio(5), new ASCII format: thirteen fields of eight hexadecimal digits after the magic. */
function parseHeader(text: string): CpioHeader | undefined {
  if (!HEADER.test(text)) return undefined;
  const field = (index: number) => Number.parseInt(text.slice(6 + 8 * index, 14 + 8 * index), 16);
  const header = { mode: field(1), fileBytes: field(6), nameBytes: field(11) };
  return header.nameBytes === 0 || header.nameBytes > NAME_BYTES_MAX ? undefined : header;
}

function aligned(offset: number): number {
  return Math.ceil(offset / 4) * 4;
}

export interface FoundModules {
  readonly modules: ReadonlySet<DiskModule>;
  /** The end of an archive was seen: what was not found is not there. */
  readonly isComplete: boolean;
}

/** What the probe's question `modules` answers: headers of an archive with the names they belong to, each closed by a zero. */
export function parseModules(answer: Buffer): FoundModules {
  const modules = new Set<DiskModule>();
  let isComplete = false;
  for (const record of answer.toString("latin1").split("\0")) {
    const header = parseHeader(record.slice(0, HEADER_BYTES));
    const name = record.slice(HEADER_BYTES);
    if (header === undefined || header.nameBytes !== name.length + 1) continue;
    if (name === TRAILER) isComplete = true;
    const module = DISK_MODULES.find((each) => new RegExp(`(^|/)${each}\\.ko(\\.(gz|xz|zst))?$`).test(name));
    if (module !== undefined && (header.mode & FILE_TYPE) === REGULAR && header.fileBytes > 0) modules.add(module);
  }
  return { modules, isComplete };
}
