import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import { VISIBLE_JOB_KINDS } from "./model";

/** The project's jobs that are tasks in their users' eyes. */
export function jobsOf(scope: ProjectScope): Prisma.JobWhereInput {
  return { accountId: scope.accountId, projectId: scope.project.id, kind: { in: [...VISIBLE_JOB_KINDS] } };
}
