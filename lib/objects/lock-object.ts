import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { bucketsOf } from "./buckets-of";
import { type ObjectRow, objectSelect } from "./views";

/** An object and whose it is, as operations want it. */
export type LockedObject = ObjectRow & { readonly accountId: string; readonly projectId: string };

/**
 * Loads an object of one of the project's buckets and holds it until the transaction ends. Whoever queues a job that reads
 * the object locks it first, so that it cannot be deleted in between. Errors: `notFound`.
 */
export async function lockObject(tx: Tx, objectId: string, scope: Scope): Promise<LockedObject> {
  await tx.$queryRaw`SELECT 1 FROM "BucketObject" WHERE "id" = ${objectId}::uuid FOR UPDATE`;
  const object = await tx.bucketObject.findFirst({ where: { id: objectId, bucket: bucketsOf(inProject(scope)) }, select: objectSelect });
  if (object === null) throw new AppError("notFound", { id: objectId });
  return { ...object, accountId: object.bucket.accountId, projectId: object.bucket.projectId };
}
