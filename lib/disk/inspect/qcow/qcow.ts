import type { DiskFacts, OnData, RandomAccess } from "../../model";
import { SECTOR_BYTES, VIRTUAL_SIZE_MAX_BYTES } from "../constraints";
import { MetadataReader } from "../metadata-reader";
import { refuse } from "../refusal";

const HEADER_BYTES = 48;
const VERSION_1 = 1;
const ENTRY_BYTES = 8;
const BACKING_NAME_MAX_BYTES = 1023;
/** Powers of two. Boundary: inclusive. Source: QEMU block/qcow.c, qcow_open. */
const CLUSTER_BITS = { min: 9, max: 16 } as const;
const L2_BITS = { min: 6, max: 13 } as const;
const COMPRESSED = 1n << 63n;

interface QcowHeader {
  readonly clusterBytes: number;
  readonly clusterBits: number;
  readonly l2Entries: number;
  readonly l1: { readonly offsetBytes: number; readonly entries: number };
  readonly virtualSizeBytes: number;
}

/**
 * A QCOW file of version 1: self-contained, not encrypted, every table and cluster inside the file and no byte of it used twice.
 * QEMU has no check for this format, so its tables are walked here alone.
 * Errors: those of `inspectDisk`. Source: QEMU block/qcow.c, which is the format's only description.
 *
 * `onData` is told, in order, of every range of the disk that may hold data: as much as one second-level table maps.
 */
export async function inspectQcow(source: RandomAccess, limitBytes = VIRTUAL_SIZE_MAX_BYTES, onData?: OnData): Promise<DiskFacts> {
  const reader = new MetadataReader(source);
  const header = await readHeader(reader, limitBytes);
  await walkTables(reader, header, onData);
  return { format: "qcow", subformat: "v1", virtualSizeBytes: header.virtualSizeBytes, compression: "zlib" };
}

async function readHeader(reader: MetadataReader, limitBytes: number): Promise<QcowHeader> {
  const bytes = await reader.read(0, HEADER_BYTES, "qcow.header");
  const version = bytes.readUInt32BE(4);
  if (version !== VERSION_1)
    refuse("formatNotSupported", { construct: "qcow.version", offsetBytes: 4, found: String(version), format: "qcow" });
  await refuseBackingFile(reader, bytes);
  const encryption = bytes.readUInt32BE(36);
  if (encryption !== 0) {
    refuse(encryption === 1 ? "encryptedSource" : "corruptImage", {
      construct: "qcow.encryption",
      offsetBytes: 36,
      found: String(encryption),
    });
  }
  const virtualSizeBytes = Number(bytes.readBigUInt64BE(24));
  if (virtualSizeBytes > limitBytes) refuse("imageTooLarge", { construct: "qcow.size", offsetBytes: 24, found: String(virtualSizeBytes) });
  if (virtualSizeBytes === 0 || virtualSizeBytes % SECTOR_BYTES !== 0) {
    refuse("corruptImage", { construct: "qcow.size", offsetBytes: 24, found: String(virtualSizeBytes) });
  }
  const clusterBits = bytes.readUInt8(32);
  const l2Bits = bytes.readUInt8(33);
  refuseOutside(clusterBits, CLUSTER_BITS, { construct: "qcow.clusterBits", offsetBytes: 32 });
  refuseOutside(l2Bits, L2_BITS, { construct: "qcow.l2Bits", offsetBytes: 33 });
  const l1 = { offsetBytes: Number(bytes.readBigUInt64BE(40)), entries: Math.ceil(virtualSizeBytes / 2 ** (clusterBits + l2Bits)) };
  if (l1.offsetBytes < HEADER_BYTES || l1.offsetBytes % ENTRY_BYTES !== 0) {
    refuse("corruptImage", { construct: "qcow.l1Table", offsetBytes: 40, found: String(l1.offsetBytes) });
  }
  return { clusterBits, clusterBytes: 2 ** clusterBits, l2Entries: 2 ** l2Bits, l1, virtualSizeBytes };
}

async function refuseBackingFile(reader: MetadataReader, bytes: Buffer): Promise<void> {
  const offset = Number(bytes.readBigUInt64BE(8));
  if (offset === 0) return;
  const length = Math.min(bytes.readUInt32BE(16), BACKING_NAME_MAX_BYTES);
  const isInside = offset + length <= reader.sizeBytes;
  const name = isInside ? (await reader.read(offset, length, "qcow.backingFile")).toString("latin1") : `name at ${offset}`;
  refuse("unsafeImage", { construct: "qcow.backingFile", offsetBytes: 8, found: name });
}

function refuseOutside(value: number, range: { min: number; max: number }, where: { construct: string; offsetBytes: number }): void {
  if (value < range.min || value > range.max) refuse("corruptImage", { ...where, found: String(value) });
}

/** Everything the tables name stands inside the file; together it is not longer than the file, so nothing is shared. */
async function walkTables(reader: MetadataReader, header: QcowHeader, onData?: OnData): Promise<void> {
  const { l1, l2Entries } = header;
  const l2Bytes = l2Entries * ENTRY_BYTES;
  const mappedBytes = l2Entries * header.clusterBytes;
  const room = new Room(reader.sizeBytes, HEADER_BYTES + l1.entries * ENTRY_BYTES);
  for await (const piece of reader.pieces(l1.offsetBytes, l1.entries * ENTRY_BYTES, "qcow.l1Table")) {
    for (let at = 0; at < piece.bytes.length; at += ENTRY_BYTES) {
      const l2Offset = Number(piece.bytes.readBigUInt64BE(at));
      if (l2Offset === 0) continue;
      onData?.(((piece.offsetBytes - l1.offsetBytes + at) / ENTRY_BYTES) * mappedBytes, mappedBytes);
      room.take(l2Offset, l2Bytes, { construct: "qcow.l2Table", offsetBytes: piece.offsetBytes + at });
      await walkL2(reader, l2Offset, header, room);
    }
  }
}

async function walkL2(reader: MetadataReader, l2Offset: number, header: QcowHeader, room: Room): Promise<void> {
  const sizeShift = BigInt(63 - header.clusterBits);
  for await (const piece of reader.pieces(l2Offset, header.l2Entries * ENTRY_BYTES, "qcow.l2Table")) {
    for (let at = 0; at < piece.bytes.length; at += ENTRY_BYTES) {
      const entry = piece.bytes.readBigUInt64BE(at);
      if (entry === 0n) continue;
      const where = { construct: "qcow.cluster", offsetBytes: piece.offsetBytes + at };
      if ((entry & COMPRESSED) === 0n) {
        room.take(Number(entry), header.clusterBytes, where);
        continue;
      }
      const lengthBytes = Number((entry & ~COMPRESSED) >> sizeShift);
      if (lengthBytes === 0) refuse("corruptImage", { ...where, found: "0 bytes" });
      room.take(Number(entry & ((1n << sizeShift) - 1n)), lengthBytes, where);
    }
  }
}

/** What is left of a file when each named piece is taken out of it once. */
class Room {
  #leftBytes: number;

  constructor(
    private readonly fileBytes: number,
    takenBytes: number,
  ) {
    this.#leftBytes = fileBytes - takenBytes;
  }

  take(offsetBytes: number, lengthBytes: number, where: { construct: string; offsetBytes: number }): void {
    const found = `${lengthBytes} bytes at ${offsetBytes}`;
    if (offsetBytes < HEADER_BYTES) refuse("corruptImage", { ...where, found });
    if (offsetBytes + lengthBytes > this.fileBytes) refuse("truncatedImage", { ...where, found });
    this.#leftBytes -= lengthBytes;
    if (this.#leftBytes < 0) refuse("decompressionLimit", { ...where, found: "more data than the file holds" });
  }
}
