import "server-only";
import { bucketObjectKey, uploadStageId } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { forgetDigest } from "./upload-digest";

interface EndedUpload {
  readonly id: string;
  readonly bucketId: string;
  readonly bucket: { readonly regionId: string };
}

/** Frees what a cancelled upload took: the staged bytes, and those published by a process that ended before it could enter them. */
export async function removeBytes({ id, bucketId, bucket }: EndedUpload): Promise<void> {
  forgetDigest(id);
  const storage = storageOf(bucket.regionId);
  const staged = await storage.stage(uploadStageId(id));
  await staged.discard();
  await storage.delete(bucketObjectKey(bucketId, id));
}
