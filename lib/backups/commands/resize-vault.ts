import "server-only";
import { GIB } from "@/lib/disk/model";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { lockVault } from "../lock-vault";
import { freeBytesOf } from "../model";
import { resizeVaultInput } from "../schemas";
import { toVaultViews } from "../views";

/** Gives a vault another capacity, not less than what it holds. Errors: `vaultFull`, `notFound`. */
export const resizeVault = command({
  trace: "updateVault",
  resourceType: "vault",
  permission: "cbr:vaults:update",
  input: resizeVaultInput,
  resource: (tx, { vaultId }, scope) => lockVault(tx, vaultId, scope),
  async run({ tx, input, resource: vault, note }) {
    const [view] = await toVaultViews(tx, [{ ...vault, capacityGb: input.capacityGb }]);
    if (view === undefined || freeBytesOf(view) < 0)
      throw new AppError("vaultFull", { neededGb: Math.ceil(((view?.usedBytes ?? 0) + (view?.reservedBytes ?? 0)) / GIB) });
    await tx.vault.update({ where: { id: vault.id }, data: { capacityGb: input.capacityGb } });
    note({ before: vault.capacityGb, after: input.capacityGb });
  },
});
