import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { ProjectScope } from "@/lib/platform/operation/actor";

/** The project's disks that still exist. */
export function volumesOf(scope: ProjectScope): Prisma.VolumeWhereInput {
  return { accountId: scope.accountId, projectId: scope.project.id, status: { not: "deleted" } };
}
