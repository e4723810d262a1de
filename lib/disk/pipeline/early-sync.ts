import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { MIB } from "../model";

/** Data written before the disk is told to begin: the rest is then short when all of it has to be durable. Unit: bytes. */
const SYNC_BYTES = 32 * MIB;

/** Has the disk write a file that a tool makes while the tool goes on. */
export class EarlySync {
  private syncedBytes = 0;
  private syncing: Promise<void> | undefined;
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly path: string) {}

  /** So many bytes have been written in all. */
  wrote(bytes: number): void {
    if (bytes - this.syncedBytes < SYNC_BYTES || this.syncing !== undefined) return;
    this.syncedBytes = bytes;
    this.syncing = makeDurable(this.path)
      // Kept, because the system tells of a write that failed only once: the last sync would succeed.
      .catch((error: unknown) => {
        this.failure = { error };
      })
      .finally(() => {
        this.syncing = undefined;
      });
  }

  /** Everything is written: makes it durable. Errors: those of the disk, at any time. */
  async end(): Promise<void> {
    await this.syncing;
    if (this.failure !== undefined) throw this.failure.error;
    await makeDurable(this.path);
  }
}

/** Makes a file, or the names in a folder, durable. What a tool may have put in the place of its file is not followed. */
export async function makeDurable(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  await handle.sync().finally(() => handle.close());
}
