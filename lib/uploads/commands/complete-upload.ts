import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { bucketObjectKey } from "@/lib/platform/storage/paths";
import { lockUpload } from "../lock-upload";
import { completeUploadInput } from "../schemas";

/**
 * Enters a published upload as an object of its bucket, under the upload's id, and has the worker look inside (OS-07). Doing
 * it again changes nothing. Errors: `conflict` after a cancel, `nameTaken` when something else made an object of that name.
 */
export const completeUpload = command({
  trace: "completeUpload",
  resourceType: "object",
  permission: "obs:objects:create",
  input: completeUploadInput,
  resource: (tx, { uploadId }, scope) => lockUpload(tx, uploadId, scope),
  constraints: { BucketObject_bucketId_name_key: "nameTaken", "unique(bucketId,name)": "nameTaken" },
  async run({ tx, actor, scope, input, resource: upload, note }) {
    if (upload.status === "completed") return { objectId: upload.id };
    if (upload.status === "cancelled") throw new AppError("conflict", { reason: "uploadCancelled" });
    const { id, bucketId, objectName: name, sizeBytes } = upload;
    await tx.bucketObject.create({
      data: { id, bucketId, name, sizeBytes, sha256: input.sha256, storageKey: bucketObjectKey(bucketId, id) },
    });
    await tx.upload.update({ where: { id }, data: { status: "completed", receivedBytes: sizeBytes } });
    await enqueue(tx, actor, inProject(scope), { kind: "inspectObject", payload: { objectId: id }, targetName: name });
    note({ bucket: upload.bucket.name, sizeBytes: Number(sizeBytes), sha256: input.sha256 });
    return { objectId: id };
  },
});
