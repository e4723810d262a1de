import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { ProjectScope } from "@/lib/platform/operation/actor";

/** The project's backups that still exist. */
export function backupsOf(scope: ProjectScope): Prisma.BackupWhereInput {
  return { accountId: scope.accountId, projectId: scope.project.id, status: { not: "deleted" } };
}
