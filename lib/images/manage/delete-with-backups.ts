import "server-only";
import { endBackup } from "@/lib/backups/end-backup";
import { type BackupBehind, lockBackupsBehind } from "@/lib/backups/lock-backups-behind";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor, Scope } from "@/lib/platform/operation/actor";
import { authorize } from "@/lib/platform/operation/authorize";
import type { ImageRow } from "../views";
import { deleteForGood } from "./delete-for-good";
import type { SortedOut } from "./sort-out";

interface Who {
  readonly actor: Actor;
  readonly scope: Scope;
  also(trace: string, resourceType: string, resource: { readonly id: string; readonly name: string }): void;
}

/**
 * Holds the backups behind those images that `end` together with them (MNG-10), and leaves alone images whose backup is in use.
 * Before any image is touched: whoever makes an image of a backup holds the backup first. Errors: for one image alone the refusal of
 * its backup, `permissionDenied` for who may not delete backups.
 */
export async function withBackupsBehind(
  tx: Tx,
  { actor, scope }: Who,
  { sorted, ends }: { readonly sorted: SortedOut; readonly ends: (image: ImageRow) => boolean },
): Promise<{ readonly sorted: SortedOut; readonly backups: readonly BackupBehind[] }> {
  const backups = await lockBackupsBehind(tx, sorted.allowed.filter(ends), scope);
  if (backups.length > 0) authorize(actor, "cbr:backups:delete");
  const refusals = new Map(backups.flatMap(({ imageId, refusal }) => (refusal === undefined ? [] : [[imageId, refusal] as const])));
  const skipped = sorted.allowed.flatMap(({ id, name }) => {
    const refusal = refusals.get(id);
    return refusal === undefined ? [] : [{ id, name, ...refusal }];
  });
  const [first] = skipped;
  if (first !== undefined && sorted.allowed.length + sorted.skipped.length === 1) throw new AppError(first.code, first.detail);
  return {
    sorted: { allowed: sorted.allowed.filter(({ id }) => !refusals.has(id)), skipped: [...sorted.skipped, ...skipped] },
    backups: backups.filter(({ refusal }) => refusal === undefined),
  };
}

/** Deletes an image for good, and the backup behind it if that is among those held; each with a trace of its own. */
export async function deleteWithBackup(tx: Tx, who: Who, image: ImageRow, backups: readonly BackupBehind[]): Promise<void> {
  await deleteForGood(tx, who, image);
  const backup = backups.find(({ imageId }) => imageId === image.id);
  if (backup === undefined) return;
  await endBackup(tx, who, backup.row);
  who.also("deleteBackup", "backup", backup.row);
}
