import type { NbdClient } from "../nbd/client";
import { BLOCK_BYTES } from "../zvhd2/layout";

/** A set of blocks of a disk, one bit each: 128 KiB for 2 TiB however the disk is fragmented. */
export class BlockSet {
  private readonly bits: Buffer;
  private size = 0;

  constructor(private readonly blockCount: number) {
    this.bits = Buffer.alloc(Math.ceil(blockCount / 8));
  }

  get count(): number {
    return this.size;
  }

  /** Adding twice is the same as once; a block beyond the disk is ignored. */
  add(block: number): void {
    if (block >= this.blockCount || this.has(block)) return;
    this.bits.writeUInt8(this.bits.readUInt8(block >> 3) | (1 << (block & 7)), block >> 3);
    this.size++;
  }

  has(block: number): boolean {
    return (this.bits.readUInt8(block >> 3) & (1 << (block & 7))) !== 0;
  }

  /** The blocks of the set, ascending. */
  *blocks(): Iterable<number> {
    for (let block = 0; block < this.blockCount; block++) {
      if ((block & 7) === 0 && this.bits.readUInt8(block >> 3) === 0) block += 7;
      else if (this.has(block)) yield block;
    }
  }
}

/** The blocks of which at least one byte may be other than zero, as the server's block status says. */
export async function blocksWithData(nbd: NbdClient, blockCount: number): Promise<BlockSet> {
  const blocks = new BlockSet(blockCount);
  for await (const { offset, length, zero } of nbd.blockStatus()) {
    if (zero) continue;
    const last = Math.floor((offset + length - 1) / BLOCK_BYTES);
    for (let block = Math.floor(offset / BLOCK_BYTES); block <= last; block++) blocks.add(block);
  }
  return blocks;
}
