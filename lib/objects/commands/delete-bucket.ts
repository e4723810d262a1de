import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { lockBucket } from "../lock-bucket";
import { bucketIdInput } from "../schemas";

/** Deletes an empty bucket. Errors: `bucketNotEmpty` while it holds objects or unfinished uploads, `taskInProgress` while an export goes there. */
export const deleteBucket = command({
  trace: "deleteBucket",
  resourceType: "bucket",
  permission: "obs:buckets:delete",
  input: bucketIdInput,
  resource: (tx, { bucketId }, scope) => lockBucket(tx, bucketId, scope),
  async run({ tx, resource: bucket }) {
    const objects = await tx.bucketObject.count({ where: { bucketId: bucket.id } });
    const uploads = await tx.upload.count({ where: { bucketId: bucket.id, status: "open" } });
    const unfinished = { kind: "exportImage", status: { in: ["queued" as const, "running" as const] } };
    const exports = await tx.job.count({ where: { ...unfinished, payload: { path: ["bucketId"], equals: bucket.id } } });
    if (exports > 0) throw new AppError("taskInProgress", { exports });
    if (objects + uploads > 0) throw new AppError("bucketNotEmpty", { objects, uploads });
    await tx.upload.deleteMany({ where: { bucketId: bucket.id } });
    await tx.bucket.delete({ where: { id: bucket.id } });
    return { bucketId: bucket.id };
  },
});
