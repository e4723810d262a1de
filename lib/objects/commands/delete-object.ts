import "server-only";
import { AppError } from "@/lib/platform/errors";
import { afterCommit } from "@/lib/platform/operation/after-commit";
import { command } from "@/lib/platform/operation/command";
import { storageOf } from "@/lib/regions/storage-of";
import { lockObject } from "../lock-object";
import { objectIdInput } from "../schemas";

const deleteRow = command({
  trace: "deleteObject",
  resourceType: "object",
  permission: "obs:objects:delete",
  input: objectIdInput,
  resource: (tx, { objectId }, scope) => lockObject(tx, objectId, scope),
  async run({ tx, resource: object, note }) {
    // A look inside may lose its object: it only ends without a finding.
    const unfinished = { status: { in: ["queued" as const, "running" as const] }, kind: { not: "inspectObject" } };
    const reader = await tx.job.findFirst({
      where: { ...unfinished, payload: { path: ["objectId"], equals: object.id } },
      select: { id: true, kind: true },
    });
    if (reader !== null) throw new AppError("taskInProgress", { job: reader.id, kind: reader.kind });
    await tx.bucketObject.delete({ where: { id: object.id } });
    note({ bucket: object.bucket.name, sizeBytes: Number(object.sizeBytes) });
    return { objectId: object.id, regionId: object.bucket.regionId, storageKey: object.storageKey };
  },
});

/**
 * Deletes an object and frees its space. Errors: `taskInProgress` while a job still reads it. The row goes first; should the
 * process end before the bytes do, `sweepOrphans` removes them.
 */
export const deleteObject = afterCommit(deleteRow, {
  effect: ({ regionId, storageKey }) => storageOf(regionId).delete(storageKey),
  answer: ({ objectId }) => ({ objectId }),
});
