import "server-only";
import { randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { trySessionLock } from "@/lib/platform/db/session-lock";
import { AppError, isAppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import type { Actor } from "@/lib/platform/operation/actor";
import { receiveObject } from "@/lib/platform/storage/receive-object";
import { storageOf } from "@/lib/regions/storage-of";
import { UPLOAD_MAX_BYTES } from "@/lib/uploads/constraints";
import { abandonImageUpload } from "./commands/abandon-image-upload";
import { beginImageUpload } from "./commands/begin-image-upload";
import { finishImageUpload } from "./commands/finish-image-upload";
import { getImageRecord } from "./queries/get-image-record";
import { imageUploadLock, type UploadAttempt } from "./upload-attempt";

/**
 * Takes the bytes of a queued image from a stream and makes it active: hashed on threads while they are written, published in one
 * step when all have arrived. Whatever fails, the image is queued again and no object is left; when this process dies, its lock
 * is free and the next attempt, or the sweep, brings the image back. The bytes are not looked into here.
 * Errors: those of `beginImageUpload` and the store, `payloadTooLarge`, `notFound` { gone } when the image was deleted meanwhile.
 */
export async function storeImageFile(actor: Actor, imageId: string, source: Readable): Promise<void> {
  await getImageRecord(actor, { imageId });
  const lock = await trySessionLock(imageUploadLock(imageId));
  if (lock === undefined) throw new AppError("imageStatusNotNormal", { status: "saving", wanted: "saving" });
  try {
    const attempt = { imageId, uploadId: randomUUID() };
    const target = await beginImageUpload(actor, attempt);
    await receive(actor, attempt, target, source, lock.lost);
  } finally {
    await lock.release();
  }
}

interface Target {
  readonly regionId: string;
  readonly storageKey: string;
}

async function receive(
  actor: Actor,
  attempt: UploadAttempt,
  { regionId, storageKey }: Target,
  source: Readable,
  signal: AbortSignal,
): Promise<void> {
  const storage = storageOf(regionId);
  try {
    const algorithms = ["md5", "sha512"] as const;
    const { sizeBytes, digests } = await receiveObject({
      source,
      storage,
      key: storageKey,
      algorithms,
      maxBytes: UPLOAD_MAX_BYTES,
      signal,
    });
    await finishImageUpload(actor, { ...attempt, sizeBytes, ...digests });
  } catch (error) {
    const left = await Promise.allSettled([storage.delete(storageKey), abandonImageUpload(actor, attempt)]);
    for (const outcome of left) {
      const expected = outcome.status === "fulfilled" || isAppError(outcome.reason);
      if (!expected) log.warn({ err: outcome.reason, requestId: actor.requestId }, "an upload was not cleaned up; the sweep will");
    }
    throw isAppError(error) && error.code === "notFound" ? new AppError("notFound", { id: attempt.imageId, gone: true }) : error;
  }
}
