import "server-only";
import { GIB } from "@/lib/disk/model";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type BackupKind, freeBytesOf } from "./model";
import { toVaultViews } from "./views";

type VaultRow = Prisma.VaultGetPayload<Record<string, never>>;

/** That a vault the caller holds is of the wanted service, if any, and has room for disks of this capacity. Errors: `vaultKindMismatch`, `vaultFull`. */
export async function assertRoom(
  tx: Tx,
  vault: VaultRow,
  { sizeGb, kind }: { sizeGb: number; kind?: BackupKind | undefined },
): Promise<void> {
  if (kind !== undefined && vault.kind !== kind) throw new AppError("vaultKindMismatch", { wanted: kind, vault: vault.kind });
  const [view] = await toVaultViews(tx, [vault]);
  const free = view === undefined ? 0 : freeBytesOf(view);
  if (free < sizeGb * GIB) throw new AppError("vaultFull", { neededGb: sizeGb, freeGb: Math.max(0, Math.floor(free / GIB)) });
}
