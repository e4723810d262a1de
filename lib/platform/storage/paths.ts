import "server-only";
import { AppError } from "../errors";

/**
 * The object-key grammar of the service: who may name an object, once. Only ids that we made ourselves appear in a key;
 * names that users give live in the database.
 */

/** The ZVHD2 disk that one job made for an image, or one of several of a whole image. A job run twice writes the same key; two jobs never do. */
export function imageDiskKey(imageId: string, jobId: string, position = 0): string {
  return `${imageDiskPrefix(imageId, jobId)}${position === 0 ? "" : `-disk${segment(String(position))}`}.zvhd2`;
}

/** The same, sealed. Every attempt at a job seals under a data key of its own, so each has its own object. */
export function sealedDiskKey(imageId: string, jobId: string, attempt: string): string {
  return `${imageDiskPrefix(imageId, jobId)}-${segment(attempt)}.sealed`;
}

/** Begins the keys of all disks that one job made, for `list`. */
export function imageDiskPrefix(imageId: string, jobId: string): string {
  return `images/${segment(imageId)}/disk-${segment(jobId)}`;
}

/** A data disk that one job made for an image; its system disk stands under `imageDiskKey`. `position`: 1 and up. */
export function imageDataDiskKey(imageId: string, jobId: string, position: number): string {
  return `images/${segment(imageId)}/disk-${segment(jobId)}-${segment(String(position))}.zvhd2`;
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

/** Where a disk of a copy arrives from another region: of the image, so that another try goes on where the last one stopped. */
export function copyStageId(imageId: string, position: number): string {
  return `copy-${segment(imageId)}-${segment(String(position))}`;
}

/** The changed blocks that one backup of a disk stored. */
export function backupDeltaKey(backupId: string, deltaId: string): string {
  return `${backupPrefix(backupId)}${segment(deltaId)}.zvhd2`;
}

/** All objects one backup made, for `list`. Ends in a slash. */
export function backupPrefix(backupId: string): string {
  return `backups/${segment(backupId)}/`;
}

/** An id as one segment of a key. Errors: `invalidArgument` for anything else, which is a bug or an attack. */
function segment(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new AppError("invalidArgument", { field: "id" });
  return id;
}
