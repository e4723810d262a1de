import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { backupsOf } from "./backups-of";
import { type BackupRefusal, whyNotBackup } from "./model";
import { type BackupRow, backupSelect, toBackupViews } from "./views";

/** A backup that a full-server image stands on, held until the transaction ends. */
export interface BackupBehind {
  readonly imageId: string;
  readonly row: BackupRow;
  /** Why it could not be deleted even if the image were gone. */
  readonly refusal: BackupRefusal | undefined;
}

interface Standing {
  readonly id: string;
  readonly sourceBackupId: string | null;
}

/** Holds the backups behind full-server images, those that still exist; locked in the order of ids. */
export async function lockBackupsBehind(tx: Tx, images: readonly Standing[], scope: Scope): Promise<BackupBehind[]> {
  const standing = new Map(images.flatMap(({ id, sourceBackupId }) => (sourceBackupId === null ? [] : [[sourceBackupId, id] as const])));
  const ids = [...standing.keys()];
  if (ids.length === 0) return [];
  await tx.$queryRaw`SELECT 1 FROM "Backup" WHERE "id" = ANY(${ids}::uuid[]) ORDER BY "id" FOR UPDATE`;
  const rows = await tx.backup.findMany({ where: { AND: [{ id: { in: ids } }, backupsOf(inProject(scope))] }, select: backupSelect });
  const views = await toBackupViews(tx, rows);
  return rows.map((row, index) => {
    const view = views[index];
    const refusal = view === undefined ? undefined : whyNotBackup("delete", { ...view, imageId: null });
    return { imageId: standing.get(row.id) ?? "", row, refusal };
  });
}
