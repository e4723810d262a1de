import "server-only";
import { randomUUID } from "node:crypto";
import { lockBucket } from "@/lib/objects/lock-bucket";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { UPLOAD_MAX_BYTES } from "../constraints";
import { expiryFrom } from "../expiry-from";
import { startUploadInput } from "../schemas";

/**
 * Begins an upload and reserves the object's name for it. The same user beginning the same file again gets the upload there
 * is, so a lost answer or a reloaded page costs nothing. Errors: `notFound` for the bucket, `payloadTooLarge`, `nameTaken` by
 * an object or another upload (which `detail.upload` names).
 */
export const startUpload = command({
  trace: "startUpload",
  resourceType: "bucket",
  permission: "obs:objects:create",
  input: startUploadInput,
  resource: (tx, { bucketId }, scope) => lockBucket(tx, bucketId, scope),
  async run({ tx, scope, input, resource: bucket, note }) {
    const { objectName, sizeBytes, lastModifiedMs = null, sha256 = null } = input;
    note({ object: objectName, sizeBytes });
    if (sizeBytes > UPLOAD_MAX_BYTES) throw new AppError("payloadTooLarge", { maxBytes: UPLOAD_MAX_BYTES });
    const metadata = { lastModifiedMs, sha256 };
    const existing = await openUploadOf(tx, bucket.id, objectName);
    if (existing !== null) {
      const same = existing.userId === scope.userId && existing.sizeBytes === BigInt(sizeBytes) && sameFile(existing.metadata, metadata);
      if (!same) throw new AppError("nameTaken", { name: objectName, upload: existing.id });
      note({ upload: existing.id });
      return { uploadId: existing.id };
    }
    const taken = await tx.bucketObject.count({ where: { bucketId: bucket.id, name: objectName } });
    if (taken > 0) throw new AppError("nameTaken", { name: objectName });
    const id = randomUUID();
    const who = { accountId: scope.accountId, projectId: inProject(scope).project.id, userId: scope.userId };
    await tx.upload.create({
      data: { id, ...who, bucketId: bucket.id, objectName, sizeBytes, metadata, expiresAt: expiryFrom(new Date()) },
    });
    note({ upload: id });
    return { uploadId: id };
  },
});

function openUploadOf(tx: Tx, bucketId: string, objectName: string) {
  const where = { bucketId, objectName, status: "open" as const, expiresAt: { gt: new Date() } };
  return tx.upload.findFirst({ where, select: { id: true, userId: true, sizeBytes: true, metadata: true } });
}

function sameFile(before: unknown, now: { lastModifiedMs: number | null; sha256: string | null }): boolean {
  const { lastModifiedMs, sha256 } = before as typeof now; // written below, in this shape
  return lastModifiedMs === now.lastModifiedMs && sha256 === now.sha256;
}
