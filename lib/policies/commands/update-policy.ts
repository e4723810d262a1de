import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { isSystemPermission } from "@/lib/platform/operation/system-permissions";
import { lockPolicy } from "../lock-policy";
import { readDocument } from "../read-document";
import { updatePolicyInput } from "../schemas";

/** Changes a custom policy; whoever has it is judged by it from the next request on. Errors: `policyInvalid`, `nameTaken`, `notFound`. */
export const updatePolicy = command({
  trace: "updatePolicy",
  resourceType: "policy",
  permission: "iam:policies:update",
  input: updatePolicyInput,
  resource: (tx, { policyId }) => lockPolicy(tx, policyId),
  constraints: { Policy_accountId_name_key: "nameTaken", "unique(accountId,name)": "nameTaken" },
  async run({ tx, input: { policyId, name, description, document: text }, resource: before, note }) {
    if (isSystemPermission(name)) throw new AppError("nameTaken", { name });
    const document = readDocument(text);
    await tx.policy.update({ where: { id: policyId }, data: { name, description, document } });
    note({ before: before.document, after: document });
  },
});
