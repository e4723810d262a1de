import "server-only";
import { randomUUID } from "node:crypto";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { command } from "@/lib/platform/operation/command";
import { isSystemPermission, SYSTEM_PERMISSIONS } from "@/lib/platform/operation/system-permissions";
import { lockGroup } from "../lock-group";
import { type GrantLike, missingDependency } from "../model";
import { createGrantInput } from "../schemas";

/**
 * Grants a system permission or a custom policy to a group, in one project or in all. Errors: `roleDependencyMissing` names the role that
 * is missing, `conflict` for the same grant twice, `notFound`.
 */
export const createGrant = command({
  trace: "createGrant",
  resourceType: "group",
  permission: "iam:grants:create",
  input: createGrantInput,
  resource: (tx, { groupId }) => lockGroup(tx, groupId),
  constraints: { grant_once_per_scope: "conflict" },
  async run({ tx, scope, input, resource: group, note }) {
    const { projectId } = input;
    if (projectId !== null && (await tx.project.count({ where: { id: projectId, accountId: scope.accountId } })) === 0) {
      throw new AppError("notFound", { project: projectId });
    }
    const { name, ...granted } =
      input.policyId === undefined ? systemPermission(input, group.grants) : await customPolicy(tx, scope, input.policyId);
    const id = randomUUID();
    await tx.grant.create({ data: { id, groupId: group.id, ...granted, projectId } });
    note({ permission: name, project: projectId ?? "all" });
    return { grantId: id };
  },
});

function systemPermission(
  { permission = "", projectId }: { permission?: string; projectId: string | null },
  existing: readonly GrantLike[],
) {
  if (!isSystemPermission(permission)) throw new AppError("invalidArgument", { field: "permission", reason: permission });
  const missing = missingDependency(SYSTEM_PERMISSIONS[permission].dependsOn, projectId, existing);
  if (missing !== undefined) throw new AppError("roleDependencyMissing", { role: permission, needs: missing });
  return { name: permission, permission };
}

async function customPolicy(tx: Tx, { accountId }: Scope, policyId: string) {
  const policy = await tx.policy.findFirst({ where: { id: policyId, accountId }, select: { name: true } });
  if (policy === null) throw new AppError("notFound", { id: policyId });
  return { name: policy.name, policyId };
}
