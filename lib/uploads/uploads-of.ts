import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { ProjectScope } from "@/lib/platform/operation/actor";

/** The project's uploads, in whatever state. */
export function uploadsOf(scope: ProjectScope): Prisma.UploadWhereInput {
  return { accountId: scope.accountId, projectId: scope.project.id };
}
