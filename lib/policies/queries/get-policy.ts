import "server-only";
import { AppError } from "@/lib/platform/errors";
import { query } from "@/lib/platform/operation/query";
import type { PolicyView } from "../model";
import { policyIdInput } from "../schemas";
import { policySelect, toPolicyView } from "../views";

/** One custom policy of the account. Errors: `notFound`. */
export const getPolicy = query({
  permission: "iam:policies:get",
  input: policyIdInput,
  async run({ db, scope: { accountId }, input }): Promise<PolicyView> {
    const row = await db.policy.findFirst({ where: { id: input.policyId, accountId }, select: policySelect });
    if (row === null) throw new AppError("notFound", { id: input.policyId });
    return toPolicyView(row);
  },
});
