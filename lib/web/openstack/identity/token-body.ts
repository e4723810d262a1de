import { createHash } from "node:crypto";
import type { TokenDetails } from "@/lib/iam/token-details";
import { env } from "@/lib/platform/env";
import type { Actor } from "@/lib/platform/operation/actor";
import { isAllowed } from "@/lib/platform/operation/authorize";

const INTERFACES = ["public", "internal", "admin"] as const;

/** A token as Keystone describes it. A token of no project has neither project nor catalogue. */
export function tokenBody(details: TokenDetails) {
  const { actor, issuedAt, expiresAt } = details;
  const domain = { id: actor.accountId, name: actor.accountName };
  const scoped =
    actor.project === undefined
      ? {}
      : {
          project: { id: actor.project.id, name: details.projectName, domain },
          is_domain: false,
          roles: rolesOf(actor),
          catalog: catalogueOf(actor.project.regionId),
        };
  return {
    methods: ["password"],
    user: { id: actor.userId, name: actor.userName, domain, password_expires_at: null },
    audit_ids: [shortHash(`${actor.userId} ${issuedAt.toISOString()}`)],
    issued_at: microseconds(issuedAt),
    expires_at: microseconds(expiresAt),
    ...scoped,
  };
}

/** Where the project's region answers. A token acts in the region of its project, so no other region is named. */
export function catalogueOf(regionId: string) {
  const service = (type: string, name: string, url: string) => ({
    id: shortHash(`${type} ${regionId}`),
    type,
    name,
    endpoints: INTERFACES.map((kind) => ({
      id: shortHash(`${type} ${regionId} ${kind}`),
      interface: kind,
      region: regionId,
      region_id: regionId,
      url,
    })),
  });
  return [service("identity", "iam", `${env().publicUrl}/v3`), service("image", "ims", env().publicUrl)];
}

/** Roles in the words of OpenStack's own policies. */
function rolesOf(actor: Actor) {
  const projectId = actor.project?.id;
  const may = (permission: "ims:images:create" | "ims:images:list") =>
    actor.accountOwner || isAllowed(actor.statements, permission, projectId);
  const names = [
    ...(actor.operator ? ["admin"] : []),
    ...(may("ims:images:create") ? ["member"] : []),
    ...(may("ims:images:list") ? ["reader"] : []),
  ];
  return names.map((name) => ({ id: shortHash(`role ${name}`), name }));
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

function microseconds(time: Date): string {
  return time.toISOString().replace("Z", "000Z");
}
