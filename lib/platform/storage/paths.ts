import "server-only";
import { AppError } from "../errors";

/**
 * The object-key grammar of the service: who may name an object, once. Only ids that we made ourselves appear in a key;
 * names that users give live in the database.
 */

/** The ZVHD2 disk that one job made for an image. A job run twice writes the same key; two jobs never do. */
export function imageDiskKey(imageId: string, jobId: string): string {
  return `images/${segment(imageId)}/disk-${segment(jobId)}.zvhd2`;
}

/** The file of an image as it was uploaded, byte for byte. */
export function imageOriginalKey(imageId: string, uploadId: string): string {
  return `images/${segment(imageId)}/original-${segment(uploadId)}`;
}

/** All objects of an image, for `list`. Ends in a slash. */
export function imagePrefix(imageId: string): string {
  return `images/${segment(imageId)}/`;
}

/** One stored version of a bucket's object. `objectId` is the row's id, never the user's name for it. */
export function bucketObjectKey(bucketId: string, objectId: string): string {
  return `buckets/${segment(bucketId)}/objects/${segment(objectId)}`;
}

/** All objects of a bucket, for `list`. Ends in a slash. */
export function bucketPrefix(bucketId: string): string {
  return `buckets/${segment(bucketId)}/objects/`;
}

/** The staged object of an upload. */
export function uploadStageId(uploadId: string): string {
  return `upload-${segment(uploadId)}`;
}

/** An id as one segment of a key. Errors: `invalidArgument` for anything else, which is a bug or an attack. */
function segment(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new AppError("invalidArgument", { field: "id" });
  return id;
}
