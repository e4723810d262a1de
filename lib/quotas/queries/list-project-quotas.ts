import "server-only";
import { likeLiteral } from "@/lib/platform/db/like-literal";
import { assertOperator } from "@/lib/platform/operation/assert-operator";
import { query } from "@/lib/platform/operation/query";
import type { ProjectQuotaView } from "../model";
import { projectQuotaListInput } from "../schemas";

const PROJECTS_MAX = 300;

/** Limits of every account in every region, by name of the account. For the operator. */
export const listProjectQuotas = query({
  permission: "ims:quotas:list",
  input: projectQuotaListInput,
  async run({ db, actor, input }): Promise<readonly ProjectQuotaView[]> {
    assertOperator(actor, "ims:quotas:list");
    const rows = await db.projectQuota.findMany({
      where: { project: { account: { name: { contains: likeLiteral(input.q), mode: "insensitive" } } } },
      orderBy: [{ project: { account: { name: "asc" } } }, { project: { regionId: "asc" } }],
      take: PROJECTS_MAX,
      include: { project: { select: { regionId: true, account: { select: { id: true, name: true } } } } },
    });
    return rows.map(({ project, ...limits }) => ({
      ...limits,
      regionId: project.regionId,
      accountId: project.account.id,
      accountName: project.account.name,
    }));
  },
});
