import "server-only";
import { z } from "zod";
import { mayIn } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import type { WaitingShares } from "../model";

/** Shares that wait for the account's answer, in every region that has some and the reader may see: the badge of the inbox. */
export const countWaiting = query({
  permission: "ims:images:list",
  input: z.object({}),
  async run({ db, scope, actor }): Promise<readonly WaitingShares[]> {
    const usable = { visibility: "private" as const, status: "active" as const, recycledAt: null };
    const groups = await db.imageMember.groupBy({
      by: ["projectId"],
      where: { accountId: scope.accountId, status: "pending", image: usable },
      _count: { _all: true },
    });
    const projects = await db.project.findMany({
      where: { id: { in: groups.map(({ projectId }) => projectId) } },
      select: { id: true, regionId: true },
      orderBy: { regionId: "asc" },
    });
    const seen = projects.filter(({ id }) => mayIn(actor, "ims:images:list", id));
    return seen.map(({ id, regionId }) => ({
      regionId,
      projectId: id,
      count: groups.find(({ projectId }) => projectId === id)?._count._all ?? 0,
    }));
  },
});
