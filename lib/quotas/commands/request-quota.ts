import "server-only";
import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { lockTaskQuota } from "../lock-quota";
import { requestQuotaInput } from "../schemas";

/** Asks the operator for room for more private images in the region (LIM-01). Errors: `conflict` while another request waits, `invalidArgument`. */
export const requestQuota = command({
  trace: "requestQuota",
  resourceType: "quota",
  permission: "ims:quotas:create",
  input: requestQuotaInput,
  constraints: { quota_request_once: "conflict" },
  async run({ tx, actor, scope, input, note }) {
    const here = inProject(scope);
    const quota = await lockTaskQuota(tx, here);
    if (input.imagesLimit <= quota.imagesLimit) throw new AppError("invalidArgument", { field: "imagesLimit", reason: "notMore" });
    const waiting = await tx.quotaRequest.count({ where: { projectId: here.project.id, status: "pending" } });
    if (waiting > 0) throw new AppError("conflict", { reason: "requestPending" });
    const { id: projectId, regionId } = here.project;
    const id = randomUUID();
    await tx.quotaRequest.create({ data: { id, accountId: scope.accountId, projectId, regionId, userName: actor.userName, ...input } });
    note({ resourceId: id, resourceName: regionId, imagesLimit: input.imagesLimit, before: quota.imagesLimit });
    return { requestId: id };
  },
});
