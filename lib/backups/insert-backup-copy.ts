import "server-only";
import { randomUUID } from "node:crypto";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import { assertRoom } from "./assert-room";
import { lockVault } from "./lock-vault";

/** What the job of a copy has to know of the backup it takes along. */
export interface BackupToCopy {
  readonly sourceId: string;
  readonly id: string;
  readonly vaultId: string;
}

interface Wanted {
  /** Of the image that is copied; null: no backup stands behind it. */
  readonly sourceBackupId: string | null;
  readonly vaultId: string | undefined;
}

/**
 * The row of the backup that a copy of a full-server image takes along to another region (CPY-14), in a vault of the same service there;
 * it belongs to no server there. Undefined when the source has no backup any more. Errors: `invalidArgument` when no vault is named,
 * `notFound`, `vaultKindMismatch`, `vaultFull`.
 */
export async function insertBackupCopy(
  tx: Tx,
  there: ProjectScope,
  { sourceBackupId, vaultId }: Wanted,
): Promise<BackupToCopy | undefined> {
  if (sourceBackupId === null) return undefined;
  const source = await tx.backup.findFirst({ where: { id: sourceBackupId, accountId: there.accountId, status: "available" } });
  if (source === null) return undefined;
  if (vaultId === undefined) throw new AppError("invalidArgument", { field: "targetVaultId", reason: "vaultRequired" });
  const { kind, name, sizeGb, serverName } = source;
  await assertRoom(tx, await lockVault(tx, vaultId, there), { sizeGb, kind });
  const id = randomUUID();
  const place = { accountId: there.accountId, projectId: there.project.id, regionId: there.project.regionId };
  const lineage = source.lineage ?? {};
  await tx.backup.create({ data: { id, ...place, vaultId, kind, name, sizeGb, serverName, lineage } });
  return { sourceId: source.id, id, vaultId };
}
