import "server-only";
import { z } from "zod";
import { CREATION_JOB_KINDS } from "@/lib/jobs/model";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import type { QuotaView } from "../model";

/** What the project may still make in its region, and what runs now. */
export const getQuota = query({
  permission: "ims:quotas:get",
  input: z.object({}),
  async run({ db, scope }): Promise<QuotaView> {
    const { id: projectId } = inProject(scope).project;
    const [quota, tasksRunning] = await Promise.all([
      db.projectQuota.findUnique({ where: { projectId } }),
      db.job.count({ where: { projectId, kind: { in: [...CREATION_JOB_KINDS] }, status: { in: ["queued", "running"] } } }),
    ]);
    if (quota === null) throw new AppError("notFound", { project: projectId });
    return { imagesLimit: quota.imagesLimit, imagesUsed: quota.imagesUsed, tasksLimit: quota.tasksLimit, tasksRunning };
  },
});
