import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { endBackup } from "../end-backup";
import { lockBackup } from "../lock-backup";
import { whyNotBackup } from "../model";
import { backupIdInput } from "../schemas";
import { toBackupViews } from "../views";

/**
 * Deletes a backup; blocks that later backups need stay, the others go. Errors: `backupInUse` while a whole image stands on it,
 * `taskInProgress`, `notFound`.
 */
export const deleteBackup = command({
  trace: "deleteBackup",
  resourceType: "backup",
  permission: "cbr:backups:delete",
  input: backupIdInput,
  resource: (tx, { backupId }, scope) => lockBackup(tx, backupId, scope),
  async run({ tx, actor, scope, resource: row }) {
    const [backup] = await toBackupViews(tx, [row]);
    const refusal = backup === undefined ? undefined : whyNotBackup("delete", backup);
    if (refusal !== undefined) throw new AppError(refusal.code, refusal.detail);
    await endBackup(tx, { actor, scope }, row);
  },
});
