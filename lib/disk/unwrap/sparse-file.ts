import { type FileHandle, open, statfs } from "node:fs/promises";
import { AppError } from "@/lib/platform/errors";
import { GIB, MIB } from "../model";
import { HOLE_BYTES } from "./constraints";

const zeros = Buffer.alloc(HOLE_BYTES);

/** How much is written before the room that is left is looked at again. Unit: bytes. */
const LOOK_EVERY_BYTES = 256 * MIB;
/** What must stay free for whoever else keeps files there. Unit: bytes. */
const RESERVE_BYTES = GIB;

/** A new file that is written from its start and leaves out what is zeros. Errors: `storageFull`, which comes before the last GiB is taken. */
export class SparseFile {
  private position = 0;
  private data = 0;
  private nextLook = 0;

  private constructor(
    private readonly path: string,
    private readonly handle: FileHandle,
  ) {}

  static async create(path: string): Promise<SparseFile> {
    return new SparseFile(path, await open(path, "wx", 0o600));
  }

  /** All bytes so far. */
  get sizeBytes(): number {
    return this.position;
  }

  /** Those that had to be written. */
  get dataBytes(): number {
    return this.data;
  }

  async append(bytes: Buffer): Promise<void> {
    if (this.data >= this.nextLook) await this.lookForRoom();
    for (const { start, end } of dataRuns(bytes, this.position)) {
      await writeAll(this.handle, bytes.subarray(start, end), this.position + start);
      this.data += end - start;
    }
    this.position += bytes.length;
  }

  /** Goes on after so many zeros. */
  skip(lengthBytes: number): void {
    this.position += lengthBytes;
  }

  private async lookForRoom(): Promise<void> {
    const { bavail, bsize } = await statfs(this.path);
    if (bavail * bsize < RESERVE_BYTES + LOOK_EVERY_BYTES) throw new AppError("storageFull");
    this.nextLook = this.data + LOOK_EVERY_BYTES;
  }

  /** Gives the file its length. Nothing may be appended after. */
  async finish(): Promise<void> {
    await this.handle.truncate(this.position);
    await this.handle.close();
  }

  /** Ends without a whole file; its name is the caller's to remove. Twice, or after `finish`, is not an error. */
  async abandon(): Promise<void> {
    await this.handle.close().catch(() => undefined);
  }
}

/** The runs that are not zeros, cut where the file's holes may begin. */
function* dataRuns(bytes: Buffer, position: number): Generator<{ start: number; end: number }> {
  let run: { start: number; end: number } | undefined;
  for (let start = 0; start < bytes.length; ) {
    const end = Math.min(bytes.length, start + HOLE_BYTES - ((position + start) % HOLE_BYTES));
    const isZero = bytes.compare(zeros, 0, end - start, start, end) === 0;
    if (!isZero) run = { start: run?.start ?? start, end };
    if (isZero && run) {
      yield run;
      run = undefined;
    }
    start = end;
  }
  if (run) yield run;
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  try {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  } catch (error) {
    const isFull = error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
    throw isFull ? new AppError("storageFull", {}, { cause: error }) : error;
  }
}
