import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { backupsOf } from "./backups-of";
import { backupSelect } from "./views";

/** Loads one of the project's backups and holds it until the transaction ends. Errors: `notFound`. */
export async function lockBackup(tx: Tx, backupId: string, scope: Scope) {
  await tx.$queryRaw`SELECT 1 FROM "Backup" WHERE "id" = ${backupId}::uuid FOR UPDATE`;
  const row = await tx.backup.findFirst({ where: { AND: [{ id: backupId }, backupsOf(inProject(scope))] }, select: backupSelect });
  if (row === null) throw new AppError("notFound", { id: backupId });
  return row;
}
