import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { ProjectScope } from "@/lib/platform/operation/actor";

/** The project's own buckets. Image storage is no bucket at all, so it can never be among them (SEC-07). */
export function bucketsOf(scope: ProjectScope): Prisma.BucketWhereInput {
  return { accountId: scope.accountId, projectId: scope.project.id };
}
