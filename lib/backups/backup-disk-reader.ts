import "server-only";
import { GIB, MIB } from "@/lib/disk/model";
import type { BlockDevice, DeviceExtent } from "@/lib/disk/nbd/block-device";
import type { SourceBlock } from "@/lib/disk/pipeline/import-disk";
import { BlockCache } from "@/lib/disk/zvhd2/block-cache";
import { BLOCK_BYTES } from "@/lib/disk/zvhd2/layout";
import type { Zvhd2Disk } from "@/lib/disk/zvhd2/reader";
import { AppError } from "@/lib/platform/errors";
import { blockMap, type MappedBlock } from "./block-map";
import { openDelta } from "./open-delta";

interface BackedUpDisk {
  readonly sizeGb: number;
  readonly blocks: Uint8Array;
  readonly deltaIds: readonly string[];
}

const CACHE_BYTES = 32 * MIB;

/** A disk of a backup put together of what this and earlier backups stored. Every block is compared with its digest before it is given out. */
export class BackupDiskReader implements BlockDevice {
  readonly sizeBytes: number;
  readonly #entries: ReadonlyMap<number, MappedBlock>;
  readonly #deltas = new Map<number, Promise<Zvhd2Disk>>();
  readonly #cache = new BlockCache(CACHE_BYTES);

  constructor(private readonly disk: BackedUpDisk) {
    this.sizeBytes = disk.sizeGb * GIB;
    this.#entries = new Map(blockMap.decode(disk.blocks).map((entry) => [entry.block, entry]));
  }

  get storedBlocks(): number {
    return this.#entries.size;
  }

  /** All blocks that are not zero, ascending, each alone in its memory. */
  async *blocks(): AsyncGenerator<SourceBlock> {
    for (const entry of this.#entries.values()) yield { block: entry.block, content: await this.#load(entry) };
  }

  async read(offsetBytes: number, lengthBytes: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let at = offsetBytes; at < offsetBytes + lengthBytes; ) {
      const block = Math.floor(at / BLOCK_BYTES);
      const start = at - block * BLOCK_BYTES;
      const length = Math.min(BLOCK_BYTES - start, offsetBytes + lengthBytes - at);
      const entry = this.#entries.get(block);
      const content = entry === undefined ? undefined : await this.#cache.get(String(block), () => this.#load(entry));
      parts.push(content?.subarray(start, start + length) ?? Buffer.alloc(length));
      at += length;
    }
    return Buffer.concat(parts);
  }

  async extents(offsetBytes: number, lengthBytes: number): Promise<readonly DeviceExtent[]> {
    const found: DeviceExtent[] = [];
    const end = offsetBytes + lengthBytes;
    for (let at = offsetBytes; at < end; ) {
      const block = Math.floor(at / BLOCK_BYTES);
      const next = Math.min(end, (block + 1) * BLOCK_BYTES);
      found.push({ length: next - at, hole: !this.#entries.has(block) });
      at = next;
    }
    return found;
  }

  async #load({ block, delta, digest }: MappedBlock): Promise<Buffer> {
    const opened = this.#deltas.get(delta) ?? openDelta(this.disk.deltaIds[delta] ?? "");
    this.#deltas.set(delta, opened);
    const read = await (await opened).readBlock(block);
    if (!read?.sha256.equals(digest)) throw new AppError("digestMismatch", { construct: "backup.block", block });
    return read.content;
  }
}
