import "server-only";
import { z } from "zod";
import { query } from "@/lib/platform/operation/query";
import type { PolicyView } from "../model";
import { policySelect, toPolicyView } from "../views";

/** The account's custom policies by name. Never more than 200, so without pages. */
export const listPolicies = query({
  permission: "iam:policies:list",
  input: z.object({}),
  async run({ db, scope: { accountId } }): Promise<readonly PolicyView[]> {
    const rows = await db.policy.findMany({ where: { accountId }, orderBy: { name: "asc" }, select: policySelect });
    return rows.map(toPolicyView);
  },
});
