import "server-only";
import { assertOperator } from "@/lib/platform/operation/assert-operator";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import type { QuotaRequestView } from "../model";
import { quotaRequestListInput } from "../schemas";

const REQUESTS_MAX = 200;

/** Requests for more private images, newest first: the project's own, or those of all accounts for the operator. */
export const listQuotaRequests = query({
  permission: "ims:quotas:get",
  input: quotaRequestListInput,
  async run({ db, scope, actor, input }): Promise<readonly QuotaRequestView[]> {
    if (input.all) assertOperator(actor, "ims:quotas:get");
    const whose = input.all ? {} : { accountId: scope.accountId, projectId: inProject(scope).project.id };
    const rows = await db.quotaRequest.findMany({
      where: { ...whose, ...(input.pendingOnly ? { status: "pending" } : {}) },
      orderBy: { createdAt: "desc" },
      take: REQUESTS_MAX,
      include: { quota: { include: { project: { select: { account: { select: { name: true } } } } } } },
    });
    return rows.map(({ quota, createdAt, decidedAt, decidedBy: _decidedBy, ...row }) => ({
      ...row,
      accountName: quota.project.account.name,
      createdAt: createdAt.toISOString(),
      decidedAt: decidedAt?.toISOString() ?? null,
      current: { imagesLimit: quota.imagesLimit, imagesUsed: quota.imagesUsed },
    }));
  },
});
