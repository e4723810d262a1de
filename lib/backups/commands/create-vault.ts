import "server-only";
import { randomUUID } from "node:crypto";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { createVaultInput } from "../schemas";

/** Makes room for backups of one service. */
export const createVault = command({
  trace: "createVault",
  resourceType: "vault",
  permission: "cbr:vaults:create",
  input: createVaultInput,
  async run({ tx, scope: anywhere, input, note }) {
    const scope = inProject(anywhere);
    const id = randomUUID();
    const place = { accountId: scope.accountId, projectId: scope.project.id, regionId: scope.project.regionId };
    await tx.vault.create({ data: { id, ...place, ...input } });
    note({ resourceId: id, resourceName: input.name, kind: input.kind, capacityGb: input.capacityGb });
    return { vaultId: id };
  },
});
