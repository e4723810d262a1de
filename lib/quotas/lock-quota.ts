import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { ProjectScope } from "@/lib/platform/operation/actor";

export interface Quota {
  readonly imagesLimit: number;
  readonly imagesUsed: number;
  readonly tasksLimit: number;
}

/** Locks the quota for one more private image. Errors: `imageQuotaExceeded` (LIM-01). */
export async function lockQuota(tx: Tx, scope: ProjectScope): Promise<Quota> {
  const quota = await lockTaskQuota(tx, scope);
  if (quota.imagesUsed >= quota.imagesLimit) throw new AppError("imageQuotaExceeded", { limit: quota.imagesLimit, used: quota.imagesUsed });
  return quota;
}

/** Locks the project's quota row: whoever counts and then inserts waits here for the other. */
export async function lockTaskQuota(tx: Tx, scope: ProjectScope): Promise<Quota> {
  await tx.$queryRaw`SELECT 1 FROM "ProjectQuota" WHERE "projectId" = ${scope.project.id} FOR UPDATE`;
  const quota = await tx.projectQuota.findUnique({ where: { projectId: scope.project.id } });
  if (quota === null) throw new AppError("notFound", { project: scope.project.id });
  return quota;
}
