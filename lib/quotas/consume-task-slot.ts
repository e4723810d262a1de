import "server-only";
import { CREATION_JOB_KINDS } from "@/lib/jobs/model";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import type { Quota } from "./lock-quota";

/** Refuses the 41st creation task at once (LIM-02), or what would become it when `slots` begin together. The caller holds the quota row. Errors: `createTaskLimitExceeded`. */
export async function consumeTaskSlot(tx: Tx, scope: ProjectScope, quota: Quota, slots = 1): Promise<void> {
  const running = await tx.job.count({
    where: { projectId: scope.project.id, kind: { in: [...CREATION_JOB_KINDS] }, status: { in: ["queued", "running"] } },
  });
  if (running + slots > quota.tasksLimit) throw new AppError("createTaskLimitExceeded", { limit: quota.tasksLimit, running });
}
