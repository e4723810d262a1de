import "server-only";
import type { FileHandle } from "node:fs/promises";
import { ALIGNMENT_BYTES, giveMemory, isAligned, takeMemory } from "../../aligned-memory";
import { isRefusedDirect, openDirect } from "./direct";

const BLOCK_BYTES = 1024 * 1024;

/**
 * Writes a file in order from some place on, past the page cache where the file system can. Aligned memory goes to the disk as it is, other
 * chunks by a block of it. What is written is in the file only after `finish`, whatever happened. Errors: those of the file system.
 */
export class InOrderWriter {
  private direct: Promise<FileHandle | undefined> | undefined;
  private block: Uint8Array | undefined;
  /** Bytes of `block` that wait for the rest of it. */
  private waiting = 0;

  constructor(
    private readonly file: FileHandle,
    private position: number,
  ) {}

  /** Where what was given ends. Unit: bytes. */
  get endBytes(): number {
    return this.position + this.waiting;
  }

  async write(chunk: Uint8Array): Promise<void> {
    for (let rest = chunk; rest.length > 0; ) rest = rest.subarray(await this.writeSome(rest));
  }

  /** Writes what waits. Once, and even after a failure. */
  async finish(): Promise<void> {
    try {
      if (this.block !== undefined) await this.writeCached(this.block.subarray(0, this.waiting));
    } finally {
      this.waiting = 0;
      if (this.block !== undefined) giveMemory(this.block);
      this.block = undefined;
      await (await this.direct)?.close();
    }
  }

  private async writeSome(bytes: Uint8Array): Promise<number> {
    if (this.waiting === 0) {
      const beforeNext = (ALIGNMENT_BYTES - (this.position % ALIGNMENT_BYTES)) % ALIGNMENT_BYTES;
      if (beforeNext > 0) return await this.writeCached(bytes.subarray(0, beforeNext));
      const whole = bytes.subarray(0, bytes.length - (bytes.length % ALIGNMENT_BYTES));
      if (whole.length > 0 && isAligned(whole, this.position)) return await this.writeAligned(whole);
    }
    this.block ??= takeMemory(BLOCK_BYTES);
    const part = bytes.subarray(0, BLOCK_BYTES - this.waiting);
    this.block.set(part, this.waiting);
    this.waiting += part.length;
    if (this.waiting === BLOCK_BYTES) {
      this.waiting = 0;
      await this.writeAligned(this.block);
    }
    return part.length;
  }

  private async writeAligned(bytes: Uint8Array): Promise<number> {
    this.direct ??= openDirect(this.file, "write");
    const direct = await this.direct;
    if (direct === undefined) return await this.writeCached(bytes);
    try {
      const { bytesWritten } = await direct.write(bytes, 0, bytes.length, this.position);
      this.position += bytesWritten;
      // Short only where space ends or a limit stands: the page cache says which.
      return bytesWritten === bytes.length ? bytesWritten : bytesWritten + (await this.writeCached(bytes.subarray(bytesWritten)));
    } catch (error) {
      if (!isRefusedDirect(error)) throw error;
      await direct.close();
      this.direct = Promise.resolve(undefined);
      return await this.writeCached(bytes);
    }
  }

  private async writeCached(bytes: Uint8Array): Promise<number> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.file.write(bytes, done, bytes.length - done, this.position);
      done += bytesWritten;
      this.position += bytesWritten;
    }
    return bytes.length;
  }
}
