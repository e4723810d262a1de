import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { ProjectScope } from "@/lib/platform/operation/actor";

/** The project's own keys that still exist; nobody else's are ever seen or used. */
export function keysOf(scope: ProjectScope): Prisma.KeyWhereInput {
  return { accountId: scope.accountId, projectId: scope.project.id, state: { not: "deleted" } };
}
