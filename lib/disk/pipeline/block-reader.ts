import type { NbdClient } from "../nbd/client";
import { BLOCK_BYTES } from "../zvhd2/layout";

/** Reads whole blocks of a served disk, the last padded with zeros, into memory that is used again once it is released. */
export class BlockReader {
  private readonly free: Buffer[] = [];
  private readonly zeros = Buffer.alloc(BLOCK_BYTES);

  constructor(
    private readonly nbd: NbdClient,
    private readonly virtualSizeBytes: number,
  ) {}

  async read(block: number): Promise<Buffer> {
    const content = this.free.pop() ?? Buffer.alloc(BLOCK_BYTES);
    await this.readInto(block, content);
    return content;
  }

  async readInto(block: number, into: Uint8Array): Promise<void> {
    const offset = block * BLOCK_BYTES;
    await this.nbd.readInto(offset, into.subarray(0, Math.min(BLOCK_BYTES, this.nbd.sizeBytes - offset)));
    into.fill(0, Math.min(BLOCK_BYTES, this.virtualSizeBytes - offset));
  }

  async numbered(block: number): Promise<{ readonly block: number; readonly content: Buffer }> {
    return { block, content: await this.read(block) };
  }

  isZero(content: Buffer): boolean {
    return content.equals(this.zeros);
  }

  release(content: Buffer): void {
    this.free.push(content);
  }
}
