import "server-only";
import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { isSystemPermission } from "@/lib/platform/operation/system-permissions";
import { POLICIES_MAX } from "../constraints";
import { readDocument } from "../read-document";
import { createPolicyInput } from "../schemas";

/** Adds a custom policy to the account; it gives nothing until it is granted (IAM-06). Errors: `policyInvalid`, `policyLimitExceeded`, `nameTaken`. */
export const createPolicy = command({
  trace: "createPolicy",
  resourceType: "policy",
  permission: "iam:policies:create",
  input: createPolicyInput,
  constraints: { Policy_accountId_name_key: "nameTaken", "unique(accountId,name)": "nameTaken" },
  async run({ tx, scope: { accountId }, input, note }) {
    const { name, description } = input;
    if (isSystemPermission(name)) throw new AppError("nameTaken", { name });
    const document = readDocument(input.document);
    // One after the other, so that two at once cannot both take the last place.
    await tx.$queryRaw`SELECT 1 FROM "Account" WHERE "id" = ${accountId}::uuid FOR UPDATE`;
    const policies = await tx.policy.count({ where: { accountId } });
    if (policies >= POLICIES_MAX) throw new AppError("policyLimitExceeded", { limit: POLICIES_MAX });
    const id = randomUUID();
    await tx.policy.create({ data: { id, accountId, name, description, document } });
    note({ resourceId: id, resourceName: name, document });
    return { policyId: id };
  },
});
