import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/platform/errors";
import type { BlockDevice, DeviceExtent } from "../nbd/block-device";
import type { BlockCache } from "./block-cache";
import { BLOCK_BYTES } from "./layout";
import { blockDigest, checkIndex, type DiskManifest } from "./manifest";
import type { Zvhd2Disk } from "./reader";

/** Stored blocks fetched ahead of a client that reads in order. */
const READ_AHEAD_BLOCKS = 3;

/**
 * A ZVHD2 disk as a block device. Blocks are checked before a byte of them is given out: the checksum of their zstd frame, and with
 * a manifest their SHA-256, with the index itself proven against the manifest at once. Blocks live in the cache the caller
 * shares between disks. A client that reads in order finds the next blocks ready.
 * `onFailure` learns of every block that could not be given out, whoever asked for it.
 * Errors: `digestMismatch` when the index is not the manifest's; a read gives those of `readBlock` and `digestMismatch`.
 */
export async function zvhd2BlockDevice(
  disk: Zvhd2Disk,
  cache: BlockCache,
  manifest?: DeviceManifest,
  onFailure?: (block: number, error: unknown) => void,
): Promise<BlockDevice> {
  if (manifest) await checkIndex(disk, manifest);
  return new Zvhd2BlockDevice(disk, cache, manifest, onFailure);
}

type DeviceManifest = Pick<DiskManifest, "blockDigests" | "contentDigest">;

class Zvhd2BlockDevice implements BlockDevice {
  readonly sizeBytes: number;
  private readonly id = randomUUID();
  private lastBlock = -1;
  private inOrder = false;

  constructor(
    private readonly disk: Zvhd2Disk,
    private readonly cache: BlockCache,
    private readonly manifest: DeviceManifest | undefined,
    private readonly onFailure: ((block: number, error: unknown) => void) | undefined,
  ) {
    this.sizeBytes = disk.virtualSizeBytes;
  }

  async read(offsetBytes: number, lengthBytes: number): Promise<Buffer> {
    const end = offsetBytes + lengthBytes;
    const parts: Buffer[] = [];
    for (let at = offsetBytes; at < end; ) {
      const block = Math.floor(at / BLOCK_BYTES);
      const start = at - block * BLOCK_BYTES;
      const length = Math.min(BLOCK_BYTES - start, end - at);
      const content = await this.block(block);
      parts.push(content?.subarray(start, start + length) ?? Buffer.alloc(length));
      at += length;
    }
    const [only] = parts;
    return only && parts.length === 1 ? only : Buffer.concat(parts);
  }

  async extents(offsetBytes: number, lengthBytes: number): Promise<readonly DeviceExtent[]> {
    const end = offsetBytes + lengthBytes;
    const found: DeviceExtent[] = [];
    for (let at = offsetBytes; at < end; ) {
      const block = Math.floor(at / BLOCK_BYTES);
      const next = Math.min(end, (block + 1) * BLOCK_BYTES);
      found.push({ length: next - at, hole: !this.disk.isStored(block) });
      at = next;
    }
    return found;
  }

  private async block(block: number): Promise<Buffer | undefined> {
    this.readAhead(block);
    return this.disk.isStored(block) ? this.cached(block) : undefined;
  }

  private cached(block: number): Promise<Buffer> {
    return this.cache.get(`${this.id}:${block}`, () =>
      this.load(block).catch((error: unknown) => {
        this.onFailure?.(block, error);
        throw error;
      }),
    );
  }

  /** Two steps forward in a row are a client that reads in order. */
  private readAhead(block: number): void {
    if (block === this.lastBlock) return;
    const isStep = block === this.lastBlock + 1;
    const isInOrder = isStep && this.inOrder;
    this.inOrder = isStep;
    this.lastBlock = block;
    if (!isInOrder) return;
    for (let next = block + 1; next <= block + READ_AHEAD_BLOCKS; next++) {
      // Whoever then reads the block meets its failure; nobody waits for it here.
      if (this.disk.isStored(next) && !this.cache.has(`${this.id}:${next}`)) this.cached(next).catch(() => undefined);
    }
  }

  private async load(block: number): Promise<Buffer> {
    const rank = this.disk.rankOf(block);
    const read = await this.disk.readBlock(block);
    if (read === undefined || rank === undefined) throw new AppError("internal", { reason: "blockNotStored", block });
    if (this.manifest && !blockDigest(this.manifest, rank).equals(read.sha256))
      throw new AppError("digestMismatch", { construct: "zvhd2.block", block });
    return read.content;
  }
}
