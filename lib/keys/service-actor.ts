import "server-only";
import type { Actor } from "@/lib/platform/operation/actor";

/** The service itself, where it acts on a key without anybody asking: it has no rights, only a name in the audit. */
export function serviceActor(key: { accountId: string; projectId: string; regionId: string }): Actor {
  return {
    userId: "",
    userName: "",
    accountId: key.accountId,
    accountName: "",
    accountOwner: false,
    operator: false,
    project: { id: key.projectId, regionId: key.regionId },
    statements: [],
    requestId: "",
    via: "system",
  };
}
