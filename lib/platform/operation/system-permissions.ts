import type { Statement } from "./actor";

/** What a role needs beside it before it may be granted, and where. */
interface RoleDependency {
  readonly name: SystemPermissionName;
}

interface SystemPermission {
  readonly kind: "policy" | "role";
  readonly allow: readonly string[];
  readonly dependsOn: readonly RoleDependency["name"][];
}

export type SystemPermissionName = "IMS FullAccess" | "IMS ReadOnlyAccess" | "IMS Administrator" | "Server Administrator" | "Tenant Administrator";

/**
 * The system permissions of tables 8-1 and 8-2, plus Tenant Administrator, which two of them lean on. Their actions on
 * neighbouring services are what the image operations themselves need: buckets to import from, servers to look at.
 */
export const SYSTEM_PERMISSIONS: Readonly<Record<SystemPermissionName, SystemPermission>> = {
  "IMS FullAccess": { kind: "policy", allow: ["ims:*:*", "obs:*:*", "ecs:*:get", "ecs:*:list"], dependsOn: [] },
  "IMS ReadOnlyAccess": { kind: "policy", allow: ["ims:*:get", "ims:*:list", "obs:*:get", "obs:*:list", "ecs:*:get", "ecs:*:list"], dependsOn: [] },
  "IMS Administrator": { kind: "role", allow: ["ims:*:*", "obs:*:*", "ecs:*:get", "ecs:*:list"], dependsOn: ["Tenant Administrator"] },
  "Server Administrator": {
    kind: "role",
    allow: ["ims:*:get", "ims:*:list", "ims:*:create", "ims:*:update", "ims:*:upload", "ims:*:delete", "obs:*:*", "ecs:*:*"],
    dependsOn: ["IMS Administrator"],
  },
  "Tenant Administrator": { kind: "role", allow: ["obs:*:*", "ecs:*:*", "evs:*:*", "cts:*:*", "tms:*:*"], dependsOn: [] },
};

export function isSystemPermission(name: string): name is SystemPermissionName {
  return name in SYSTEM_PERMISSIONS;
}

/** The statements behind a grant; a permission this version does not know gives nothing. */
export function statementsOf(grant: { permission: string; projectId: string | null }): Statement[] {
  if (!isSystemPermission(grant.permission)) return [];
  const { allow } = SYSTEM_PERMISSIONS[grant.permission];
  return [{ effect: "allow", actions: allow, ...(grant.projectId === null ? {} : { projectId: grant.projectId }) }];
}
