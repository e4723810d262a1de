import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { bucketsOf } from "./buckets-of";
import { type BucketRow, bucketSelect } from "./views";

/** Loads one of the project's buckets and holds it until the transaction ends: names in it are given out one at a time. Errors: `notFound`. */
export async function lockBucket(tx: Tx, bucketId: string, scope: Scope): Promise<BucketRow> {
  await tx.$queryRaw`SELECT 1 FROM "Bucket" WHERE "id" = ${bucketId}::uuid FOR UPDATE`;
  const bucket = await tx.bucket.findFirst({ where: { AND: [{ id: bucketId }, bucketsOf(inProject(scope))] }, select: bucketSelect });
  if (bucket === null) throw new AppError("notFound", { id: bucketId });
  return bucket;
}
