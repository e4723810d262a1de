import type { Statement } from "./actor";
import { policyStatements } from "./policy-statements";

/** What a role needs beside it before it may be granted, and where. */
interface RoleDependency {
  readonly name: SystemPermissionName;
}

interface SystemPermission {
  readonly kind: "policy" | "role";
  readonly allow: readonly string[];
  readonly dependsOn: readonly RoleDependency["name"][];
}

export type SystemPermissionName =
  | "IMS FullAccess"
  | "IMS ReadOnlyAccess"
  | "IMS Administrator"
  | "Server Administrator"
  | "KMS Administrator"
  | "Tenant Administrator";

/** To encrypt an image one sees the keys and has data keys wrapped; making, stopping and deleting keys is KMS Administrator's. */
const KEY_USER = ["kms:*:get", "kms:*:list", "kms:dek:create"] as const;

/** All of images, and of the neighbouring services what images need. The policy and the role differ in what they depend on. */
const IMAGE_ADMINISTRATION = [
  "ims:*:*",
  "obs:*:*",
  "ecs:*:get",
  "ecs:*:list",
  "evs:*:get",
  "evs:*:list",
  "cbr:*:get",
  "cbr:*:list",
  "tms:*:list",
  ...KEY_USER,
] as const;

/**
 * The system permissions of tables 8-1 and 8-2, plus Tenant Administrator, which two of them lean on. Their actions on
 * neighbouring services are what the image operations themselves need: buckets to import from, servers to look at.
 */
export const SYSTEM_PERMISSIONS: Readonly<Record<SystemPermissionName, SystemPermission>> = {
  "IMS FullAccess": {
    kind: "policy",
    allow: IMAGE_ADMINISTRATION,
    dependsOn: [],
  },
  "IMS ReadOnlyAccess": {
    kind: "policy",
    allow: [
      "ims:*:get",
      "ims:*:list",
      "obs:*:get",
      "obs:*:list",
      "ecs:*:get",
      "ecs:*:list",
      "evs:*:get",
      "evs:*:list",
      "cbr:*:get",
      "cbr:*:list",
      "kms:*:get",
      "kms:*:list",
      "tms:*:list",
    ],
    dependsOn: [],
  },
  "IMS Administrator": {
    kind: "role",
    allow: IMAGE_ADMINISTRATION,
    dependsOn: ["Tenant Administrator"],
  },
  "Server Administrator": {
    kind: "role",
    allow: [
      "ims:*:get",
      "ims:*:list",
      "ims:*:create",
      "ims:*:update",
      "ims:*:upload",
      "ims:*:delete",
      "obs:*:*",
      "ecs:*:*",
      "evs:*:*",
      "cbr:*:*",
    ],
    dependsOn: ["IMS Administrator"],
  },
  "KMS Administrator": { kind: "role", allow: ["kms:*:*"], dependsOn: [] },
  "Tenant Administrator": {
    kind: "role",
    allow: ["obs:*:*", "ecs:*:*", "evs:*:*", "cbr:*:*", "cts:*:*", "tms:*:*", "kms:*:*"],
    dependsOn: [],
  },
};

export function isSystemPermission(name: string): name is SystemPermissionName {
  return name in SYSTEM_PERMISSIONS;
}

/** A grant as its row tells: a system permission by name, or a custom policy. */
export interface GrantRow {
  readonly permission: string | null;
  readonly policy?: { readonly document: string } | null;
  readonly projectId: string | null;
}

/** The statements behind a grant; a permission this version does not know gives nothing. */
export function statementsOf({ permission, policy, projectId }: GrantRow): Statement[] {
  const place = projectId === null ? {} : { projectId };
  if (policy !== undefined && policy !== null) return policyStatements(policy.document, place);
  if (permission === null || !isSystemPermission(permission)) return [];
  return [{ effect: "allow", actions: SYSTEM_PERMISSIONS[permission].allow, ...place }];
}
