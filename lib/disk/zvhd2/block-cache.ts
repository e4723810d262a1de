import { BLOCK_BYTES } from "./layout";

/** Loads under way at once; more would only queue in the thread pool and hold memory. */
const MAX_LOADS = 8;

/**
 * Decompressed blocks shared by all disks being served: at most `capacityBytes` are kept, the least recently used go first. Asking
 * twice for a block that is being loaded loads it once; a failed load is forgotten, so the next one tries anew.
 */
export class BlockCache {
  private readonly blocks = new Map<string, Promise<Buffer>>();
  private readonly queue: (() => void)[] = [];
  private loads = 0;

  /** Boundary: never fewer than two blocks are kept. */
  constructor(private readonly capacityBytes: number) {}

  get sizeBytes(): number {
    return this.blocks.size * BLOCK_BYTES;
  }

  /** The block of this key, loaded when it is not there. */
  get(key: string, load: () => Promise<Buffer>): Promise<Buffer> {
    const known = this.blocks.get(key);
    const block = known ?? this.load(key, load);
    // Taken out and put in again: a Map keeps the order of insertion, which so is the order of use.
    this.blocks.delete(key);
    this.blocks.set(key, block);
    this.shrink();
    return block;
  }

  has(key: string): boolean {
    return this.blocks.has(key);
  }

  private load(key: string, load: () => Promise<Buffer>): Promise<Buffer> {
    const block = this.turn()
      .then(load)
      .finally(() => {
        this.loads--;
        this.queue.shift()?.();
      });
    block.catch(() => {
      if (this.blocks.get(key) === block) this.blocks.delete(key);
    });
    return block;
  }

  private async turn(): Promise<void> {
    while (this.loads >= MAX_LOADS) await new Promise<void>((resolve) => this.queue.push(resolve));
    this.loads++;
  }

  private shrink(): void {
    const limit = Math.max(2, Math.floor(this.capacityBytes / BLOCK_BYTES));
    for (const key of this.blocks.keys()) {
      if (this.blocks.size <= limit) return;
      this.blocks.delete(key);
    }
  }
}
