/** Written before the disk is told to begin: the rest is then short when everything has to be durable. Unit: bytes. */
const STEP_BYTES = 16 * 1024 * 1024;

/** Has the disk write the beginning of a file while more of it comes. */
export class EarlySync {
  private syncing: Promise<void> | undefined;
  private failure: { readonly error: unknown } | undefined;

  /** `sync` makes durable what has been written so far; what stands before `syncedBytes` is no concern of it. */
  constructor(
    private readonly sync: () => Promise<void>,
    private syncedBytes = 0,
  ) {}

  /** What stands before `endBytes` has been written. */
  wroteTo(endBytes: number): void {
    if (endBytes - this.syncedBytes < STEP_BYTES || this.syncing !== undefined) return;
    this.syncedBytes = endBytes;
    this.syncing = this.sync()
      // Kept, because the system tells of a write that failed only once: the last sync would succeed.
      .catch((error: unknown) => {
        this.failure = { error };
      })
      .finally(() => {
        this.syncing = undefined;
      });
  }

  /** Waits for what has begun; the rest is to be made durable after it. Errors: those of `sync`, whenever they came. */
  async end(): Promise<void> {
    await this.syncing;
    if (this.failure !== undefined) throw this.failure.error;
  }
}
