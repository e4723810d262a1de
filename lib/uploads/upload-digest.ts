import "server-only";
import type { Readable } from "node:stream";
import { log } from "@/lib/platform/log";
import { createDigests, type Digests } from "@/lib/platform/storage/digest-stream";
import type { ByteRange } from "@/lib/platform/storage/storage";

/** Digests kept between requests, all uploads of this process together; an evicted one is computed again from storage. */
const KEPT_MAX = 64;
/** A request waits for a digest that is so little behind, rather than go on without it. Unit: bytes; half a second of work. */
const WAIT_BYTES = 512 * 1024 * 1024;

type ReadRange = (range: ByteRange) => Promise<Readable>;

/**
 * The SHA-256 of an upload in the making, across the requests that bring it. Normally it sees the bytes as they arrive; after a
 * restart, or when another process took a request, it reads what it missed from storage, in the background. Bytes that storage
 * has called durable never change, so what was digested stays right.
 */
export class UploadDigest {
  #digests: Digests<"sha256"> = createDigests(["sha256"]);
  #catchingUp: Promise<void> = Promise.resolve();
  #target = 0;

  /** The digest to show the next bytes to, when it stands at `offsetBytes`; undefined when it has to catch up afterwards. */
  async at(offsetBytes: number): Promise<Digests<"sha256"> | undefined> {
    if (offsetBytes - this.#digests.sizeBytes <= WAIT_BYTES) await this.#catchingUp;
    return this.#digests.sizeBytes === offsetBytes ? this.#digests : undefined;
  }

  /** Tells that storage now has `endBytes`, which the digest follows by reading them if it has not seen them. */
  follow(endBytes: number, read: ReadRange): void {
    this.#target = endBytes;
    this.#catchingUp = this.#catchingUp
      .then(() => this.#catchUp(read))
      .catch((error: unknown) => log.warn({ err: error }, "a digest fell behind"));
  }

  /** The digest of `sizeBytes` bytes in hex, after reading what is missing. Errors: those of `read`. */
  async finish(sizeBytes: number, read: ReadRange): Promise<string> {
    this.#target = sizeBytes;
    await this.#catchingUp;
    await this.#catchUp(read);
    return (await this.#digests.digest()).sha256;
  }

  close(): void {
    this.#digests.close();
  }

  async #catchUp(read: ReadRange): Promise<void> {
    if (this.#digests.sizeBytes > this.#target) {
      // It saw bytes that never became durable: start again.
      this.#digests.close();
      this.#digests = createDigests(["sha256"]);
    }
    if (this.#digests.sizeBytes === this.#target) return;
    const missing = await read({ start: this.#digests.sizeBytes, end: this.#target - 1 });
    for await (const chunk of missing) await this.#digests.update(chunk);
  }
}

const kept = new Map<string, UploadDigest>();

/** The digest of an upload in this process. */
export function digestOf(uploadId: string): UploadDigest {
  const digest = kept.get(uploadId) ?? new UploadDigest();
  kept.delete(uploadId);
  kept.set(uploadId, digest);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_MAX) break;
    forgetDigest(oldest);
  }
  return digest;
}

export function forgetDigest(uploadId: string): void {
  kept.get(uploadId)?.close();
  kept.delete(uploadId);
}
