import "server-only";
import { AppError } from "@/lib/platform/errors";
import { afterCommit } from "@/lib/platform/operation/after-commit";
import { command } from "@/lib/platform/operation/command";
import { lockUpload } from "../lock-upload";
import { removeBytes } from "../remove-bytes";
import { uploadIdInput } from "../schemas";

const markCancelled = command({
  trace: "cancelUpload",
  resourceType: "bucket",
  permission: "obs:objects:create",
  input: uploadIdInput,
  resource: (tx, { uploadId }, scope) => lockUpload(tx, uploadId, scope),
  async run({ tx, resource: upload, note }) {
    if (upload.status === "completed") throw new AppError("conflict", { reason: "uploadCompleted" });
    await tx.upload.update({ where: { id: upload.id }, data: { status: "cancelled", receivedBytes: 0 } });
    note({ object: upload.objectName, bucket: upload.bucket.name });
    return upload;
  },
});

/**
 * Ends an unfinished upload, gives its name free and frees its space; a request that still brings bytes is cut off. Doing it again
 * changes nothing. Errors: `conflict` when the upload is complete. Should the process end in between, `sweepUploads` frees the space.
 */
export const cancelUpload = afterCommit(markCancelled, {
  effect: removeBytes,
  answer: ({ id }) => ({ uploadId: id }),
});
