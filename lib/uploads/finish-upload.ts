import "server-only";
import { AppError, isAppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { bucketObjectKey, uploadStageId } from "@/lib/platform/storage/paths";
import type { ByteRange, StagedObject, Storage } from "@/lib/platform/storage/storage";
import { storageOf } from "@/lib/regions/storage-of";
import { cancelUpload } from "./commands/cancel-upload";
import { completeUpload } from "./commands/complete-upload";
import { digestOf, forgetDigest } from "./upload-digest";
import { declaredOf, type UploadRow } from "./views";

/**
 * Makes an object of an upload whose bytes have all arrived: digest → compare with what was declared → publish under a key made
 * of the upload's id → enter the object and end the upload in one transaction. The caller holds the upload's lock.
 *
 * A process that ends before the publish leaves everything as it was. One that ends between publish and commit leaves an
 * open upload with its bytes under their final key, where nobody sees them: the next request for the upload finds them there
 * (`isPublished`) and comes here again; if none comes, the upload expires and `sweepUploads` removes them.
 * Errors: `digestMismatch` and every refusal of `completeUpload` end the upload; others leave it to be tried again.
 */
export async function finishUpload(actor: Actor, upload: UploadRow, staged: StagedObject, published: boolean): Promise<void> {
  const storage = storageOf(upload.bucket.regionId);
  const key = bucketObjectKey(upload.bucketId, upload.id);
  const read = published ? (range: ByteRange) => storage.get(key, range) : (range: ByteRange) => staged.read(range);
  try {
    const sha256 = await digestOf(upload.id).finish(Number(upload.sizeBytes), read);
    const declared = declaredOf(upload).sha256;
    if (declared !== null && declared !== sha256) throw new AppError("digestMismatch", { declared, found: sha256 });
    if (!published) await staged.publish(key);
    await completeUpload(actor, { uploadId: upload.id, sha256 });
  } catch (error) {
    if (isFinal(error)) await cancelUpload(actor, { uploadId: upload.id });
    throw error;
  } finally {
    forgetDigest(upload.id);
  }
}

/** Whether an earlier process published this open upload and ended before it could enter it. */
export async function isPublished(storage: Storage, upload: UploadRow): Promise<boolean> {
  const stored = await storage.stat(bucketObjectKey(upload.bucketId, upload.id));
  return stored !== undefined && stored.sizeBytes === Number(upload.sizeBytes);
}

export function stageOf(upload: UploadRow): Promise<StagedObject> {
  return storageOf(upload.bucket.regionId).stage(uploadStageId(upload.id));
}

/** Bytes that are wrong stay wrong, although sending them again may help. */
function isFinal(error: unknown): boolean {
  return (
    isAppError(error) &&
    (error.code === "digestMismatch" || !error.retryable) &&
    error.code !== "internal" &&
    error.code !== "permissionDenied"
  );
}
