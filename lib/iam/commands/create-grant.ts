import "server-only";
import { randomUUID } from "node:crypto";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { isSystemPermission, SYSTEM_PERMISSIONS } from "@/lib/platform/operation/system-permissions";
import { lockGroup } from "../lock-group";
import { missingDependency } from "../model";
import { createGrantInput } from "../schemas";

/** Grants a system permission to a group, in one project or in all. Errors: `roleDependencyMissing` names the role that is missing, `nameTaken` for the same grant twice. */
export const createGrant = command({
  trace: "createGrant",
  resourceType: "group",
  permission: "iam:grants:create",
  input: createGrantInput,
  resource: (tx, { groupId }) => lockGroup(tx, groupId),
  constraints: { grant_once_per_scope: "conflict" },
  async run({ tx, scope, input, resource: group, note }) {
    const { permission, projectId } = input;
    if (!isSystemPermission(permission)) throw new AppError("invalidArgument", { field: "permission", reason: permission });
    if (projectId !== null && (await tx.project.count({ where: { id: projectId, accountId: scope.accountId } })) === 0) {
      throw new AppError("notFound", { project: projectId });
    }
    const missing = missingDependency(SYSTEM_PERMISSIONS[permission].dependsOn, projectId, group.grants);
    if (missing !== undefined) throw new AppError("roleDependencyMissing", { role: permission, needs: missing });
    const id = randomUUID();
    await tx.grant.create({ data: { id, groupId: group.id, permission, projectId } });
    note({ permission, project: projectId ?? "all" });
    return { grantId: id };
  },
});
