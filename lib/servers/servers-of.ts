import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { ProjectScope } from "@/lib/platform/operation/actor";

/** The project's servers that still exist. */
export function serversOf(scope: ProjectScope): Prisma.ServerWhereInput {
  return { accountId: scope.accountId, projectId: scope.project.id, status: { not: "deleted" } };
}
