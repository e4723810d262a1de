import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { lockVault } from "../lock-vault";
import { vaultIdInput } from "../schemas";

/** Deletes an empty vault. Errors: `vaultNotEmpty`, `notFound`. */
export const deleteVault = command({
  trace: "deleteVault",
  resourceType: "vault",
  permission: "cbr:vaults:delete",
  input: vaultIdInput,
  resource: (tx, { vaultId }, scope) => lockVault(tx, vaultId, scope),
  async run({ tx, resource: vault }) {
    const backups = await tx.backup.count({ where: { vaultId: vault.id, status: { not: "deleted" } } });
    if (backups > 0) throw new AppError("vaultNotEmpty", { backups });
    await tx.vault.update({ where: { id: vault.id }, data: { deletedAt: new Date() } });
  },
});
