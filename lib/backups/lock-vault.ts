import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";

/** Loads one of the project's vaults and holds it until the transaction ends: whoever counts its room waits here. Errors: `notFound`. */
export async function lockVault(tx: Tx, vaultId: string, anywhere: Scope) {
  const scope = inProject(anywhere);
  await tx.$queryRaw`SELECT 1 FROM "Vault" WHERE "id" = ${vaultId}::uuid FOR UPDATE`;
  const vault = await tx.vault.findFirst({
    where: { id: vaultId, accountId: scope.accountId, projectId: scope.project.id, deletedAt: null },
  });
  if (vault === null) throw new AppError("notFound", { id: vaultId });
  return vault;
}
