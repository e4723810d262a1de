import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { isSystemPermission, SYSTEM_PERMISSIONS } from "@/lib/platform/operation/system-permissions";
import { lockGroup } from "../lock-group";
import { missingDependency } from "../model";
import { deleteGrantInput } from "../schemas";

/** Takes a grant from its group; its users lose it at their next request. Errors: `grantNeeded` names the role that leans on it, `notFound`. */
export const deleteGrant = command({
  trace: "deleteGrant",
  resourceType: "group",
  permission: "iam:grants:delete",
  input: deleteGrantInput,
  resource: async (tx, { grantId }) => {
    const grant = await tx.grant.findUnique({ where: { id: grantId }, select: { groupId: true } });
    if (grant === null) throw new AppError("notFound", { id: grantId });
    return lockGroup(tx, grant.groupId);
  },
  async run({ tx, input: { grantId }, resource: group, note }) {
    const grant = group.grants.find(({ id }) => id === grantId);
    if (grant === undefined) throw new AppError("notFound", { id: grantId });
    const left = group.grants.filter(({ id }) => id !== grantId);
    const leaning = left.find(
      ({ permission, projectId }) =>
        permission !== null &&
        isSystemPermission(permission) &&
        missingDependency(SYSTEM_PERMISSIONS[permission].dependsOn, projectId, left) !== undefined,
    );
    if (leaning !== undefined) throw new AppError("grantNeeded", { role: leaning.permission, needs: grant.permission });
    await tx.grant.delete({ where: { id: grantId } });
    note({ permission: grant.permission ?? grant.policyId ?? "", project: grant.projectId ?? "all" });
  },
});
