import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import type { Actor, Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { enqueue } from "@/lib/platform/queue/enqueue";
import type { BackupRow } from "./views";

/** Ends the life of a backup the caller holds: it leaves every list, a job removes the blocks no other backup needs. The caller has asked the rules. */
export async function endBackup(tx: Tx, who: { actor: Actor; scope: Scope }, backup: BackupRow): Promise<void> {
  await tx.backup.update({ where: { id: backup.id }, data: { status: "deleted", deletedAt: new Date() } });
  await enqueue(tx, who.actor, inProject(who.scope), {
    kind: "removeBackupData",
    payload: { vaultId: backup.vaultId },
    targetName: backup.name,
  });
}
