import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { ProjectScope } from "@/lib/platform/operation/actor";

/** The shares the project has received of images that still can be used. */
export function membersOf(scope: ProjectScope): Prisma.ImageMemberWhereInput {
  const { id: projectId, regionId } = scope.project;
  return { projectId, accountId: scope.accountId, image: { regionId, visibility: "private", status: "active", recycledAt: null } };
}
