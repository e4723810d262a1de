import "server-only";
import { command } from "@/lib/platform/operation/command";
import { lockPolicy } from "../lock-policy";
import { policyIdInput } from "../schemas";

/** Deletes a custom policy and takes it from every group it was granted to. Errors: `notFound`. */
export const deletePolicy = command({
  trace: "deletePolicy",
  resourceType: "policy",
  permission: "iam:policies:delete",
  input: policyIdInput,
  resource: (tx, { policyId }) => lockPolicy(tx, policyId),
  async run({ tx, resource: policy, note }) {
    const grants = await tx.grant.findMany({ where: { policyId: policy.id }, select: { group: { select: { name: true } } } });
    await tx.policy.delete({ where: { id: policy.id } });
    note({ groups: grants.map(({ group }) => group.name), document: policy.document });
  },
});
