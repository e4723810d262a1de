import type { OnData } from "../model";
import { DEFLATE_MAX_RATIO, SECTOR_BYTES, VMDK_GRAIN_TABLE_ENTRIES } from "./constraints";
import type { MetadataReader } from "./metadata-reader";
import { refuse } from "./refusal";
import { isMarker, type VmdkHeader } from "./vmdk-header";

const ENTRY_BYTES = 4;
const TABLE_BYTES = VMDK_GRAIN_TABLE_ENTRIES * ENTRY_BYTES;
const GRAIN_MARKER_BYTES = 12;
const MARKER_GRAIN_TABLE = 1;
const MARKER_GRAIN_DIRECTORY = 2;
const NO_GRAIN = 0;
const ZEROED_GRAIN = 1;

/**
 * Walks the grain directory and every grain table, and refuses an entry that leaves the file or points into its head. In a stream with a
 * footer each table must follow its marker; the first grain of each table must carry the address it is found under.
 * Shared grains are found as in qcow2: each promised grain needs room of its own, and the sum must fit into the file.
 */
export async function walkGrains(reader: MetadataReader, header: VmdkHeader, onData?: OnData): Promise<void> {
  const tables = Math.ceil(header.capacitySectors / header.grainSectors / VMDK_GRAIN_TABLE_ENTRIES);
  const offsetBytes = header.directoryOffsetBytes;
  const lengthBytes = tables * ENTRY_BYTES;
  const walk = new GrainWalk(reader, header, onData);
  if (offsetBytes < walk.headBytes || offsetBytes + lengthBytes > reader.sizeBytes) {
    refuse("corruptImage", { construct: "vmdk.grainDirectory", offsetBytes: header.offsetBytes + 56, found: String(offsetBytes) });
  }
  if (header.hasFooter) await walk.expectMarker(offsetBytes, MARKER_GRAIN_DIRECTORY, "vmdk.grainDirectoryMarker");
  for await (const piece of reader.pieces(offsetBytes, lengthBytes, "vmdk.grainDirectory")) {
    for (let at = 0; at < piece.bytes.length; at += ENTRY_BYTES) {
      const sector = piece.bytes.readUInt32LE(at);
      const index = (piece.offsetBytes + at - offsetBytes) / ENTRY_BYTES;
      if (sector !== NO_GRAIN) await walk.checkTable(index, sector * SECTOR_BYTES, piece.offsetBytes + at);
    }
  }
}

class GrainWalk {
  /** End of header and descriptor: nothing else may start before it. */
  readonly headBytes: number;
  readonly #firstGrainBytes: number;
  readonly #grainFloorBytes: number;
  readonly #grainBytes: number;
  #roomBytes: number;

  constructor(
    private readonly reader: MetadataReader,
    private readonly header: VmdkHeader,
    private readonly onData: OnData | undefined,
  ) {
    this.headBytes = header.descriptor.offsetBytes + header.descriptor.lengthBytes;
    this.#grainBytes = header.grainSectors * SECTOR_BYTES;
    // A stream is written front to back, so its tables stand among the grains; elsewhere all of them stand before the first grain.
    this.#firstGrainBytes = header.isCompressed ? this.headBytes : Math.max(this.headBytes, header.overheadSectors * SECTOR_BYTES);
    const leastBytes = GRAIN_MARKER_BYTES + Math.ceil(this.#grainBytes / DEFLATE_MAX_RATIO);
    this.#grainFloorBytes = header.isCompressed ? Math.ceil(leastBytes / SECTOR_BYTES) * SECTOR_BYTES : this.#grainBytes;
    // The last grain may be half written.
    this.#roomBytes = reader.sizeBytes + this.#grainBytes - this.headBytes;
  }

  async checkTable(index: number, tableAt: number, entryAt: number): Promise<void> {
    const refusal = { construct: "vmdk.grainTable", offsetBytes: entryAt, found: String(tableAt) };
    if (tableAt < this.headBytes || tableAt + TABLE_BYTES > this.reader.sizeBytes) refuse("corruptImage", refusal);
    this.#spend(TABLE_BYTES, entryAt, tableAt);
    if (this.header.hasFooter) await this.expectMarker(tableAt, MARKER_GRAIN_TABLE, "vmdk.grainTableMarker");
    const bytes = await this.reader.read(tableAt, TABLE_BYTES, "vmdk.grainTable");
    let first: { at: number; sector: number } | undefined;
    for (let at = 0; at < TABLE_BYTES; at += ENTRY_BYTES) {
      const sector = bytes.readUInt32LE(at);
      if (sector === NO_GRAIN || (sector === ZEROED_GRAIN && this.header.hasZeroedGrains)) continue;
      this.#checkGrain(sector * SECTOR_BYTES, tableAt + at);
      this.onData?.((index * VMDK_GRAIN_TABLE_ENTRIES + at / ENTRY_BYTES) * this.#grainBytes, this.#grainBytes);
      first ??= { at, sector };
    }
    if (!first || !this.header.isCompressed) return;
    const address = (index * VMDK_GRAIN_TABLE_ENTRIES + first.at / ENTRY_BYTES) * this.header.grainSectors;
    await this.#expectGrain(first.sector * SECTOR_BYTES, address);
  }

  /** Tables of a stream follow a marker sector that says how many sectors they are, and that they are tables. */
  async expectMarker(tableAt: number, type: number, construct: string): Promise<void> {
    const bytes = await this.reader.read(tableAt - SECTOR_BYTES, SECTOR_BYTES, construct);
    if (!isMarker(bytes, 0, type)) {
      refuse("corruptImage", { construct, offsetBytes: tableAt - SECTOR_BYTES, found: `no marker of type ${type}` });
    }
  }

  #checkGrain(grainAt: number, entryAt: number): void {
    const refusal = { construct: "vmdk.grain", offsetBytes: entryAt, found: String(grainAt) };
    if (grainAt < this.#firstGrainBytes) refuse("corruptImage", refusal);
    if (grainAt >= this.reader.sizeBytes) refuse("truncatedImage", refusal);
    this.#spend(this.#grainFloorBytes, entryAt, grainAt);
  }

  /** A grain of a stream: u64 its first sector on the disk, u32 bytes of deflate data that follow. */
  async #expectGrain(grainAt: number, address: number): Promise<void> {
    const marker = await this.reader.read(grainAt, GRAIN_MARKER_BYTES, "vmdk.grainMarker");
    const found = Number(marker.readBigUInt64LE(0));
    const lengthBytes = marker.readUInt32LE(8);
    if (found !== address || lengthBytes === 0 || lengthBytes > 2 * this.#grainBytes) {
      refuse("corruptImage", { construct: "vmdk.grainMarker", offsetBytes: grainAt, found: `sector ${found}, ${lengthBytes} bytes` });
    }
    if (grainAt + GRAIN_MARKER_BYTES + lengthBytes > this.reader.sizeBytes) {
      refuse("truncatedImage", { construct: "vmdk.grain", offsetBytes: grainAt, found: `${lengthBytes} bytes` });
    }
  }

  #spend(bytes: number, entryAt: number, offset: number): void {
    this.#roomBytes -= bytes;
    if (this.#roomBytes < 0) {
      const code = this.header.isCompressed ? "decompressionLimit" : "corruptImage";
      refuse(code, { construct: "vmdk.sharedGrain", offsetBytes: entryAt, found: String(offset) });
    }
  }
}
