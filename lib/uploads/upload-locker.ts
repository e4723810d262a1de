import "server-only";
import type { Lock, Locker } from "@tus/server";
import { type SessionLock, trySessionLock } from "@/lib/platform/db/session-lock";

/** Name of the lock that whoever touches an upload's bytes holds, in whichever process. */
export function uploadLockName(uploadId: string): string {
  return `upload:${uploadId}`;
}

/** How a request that finds its upload busy is refused: 423, which clients try again. */
export const UPLOAD_BUSY = { status_code: 423, body: "taskInProgress" } as const;

/** Locks for one request. A second request for the same upload is refused at once, never queued. */
export class UploadLocker implements Locker {
  readonly #loss = new AbortController();

  /** Aborts when a lock of this request was lost. */
  get lost(): AbortSignal {
    return this.#loss.signal;
  }

  newLock(uploadId: string): Lock {
    let held: SessionLock | undefined;
    return {
      lock: async () => {
        held = await trySessionLock(uploadLockName(uploadId));
        if (held === undefined) throw UPLOAD_BUSY;
        const { lost } = held;
        lost.addEventListener("abort", () => this.#loss.abort(lost.reason), { once: true });
      },
      unlock: async () => {
        await held?.release();
      },
    };
  }
}
