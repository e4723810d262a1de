import "server-only";
import { command } from "@/lib/platform/operation/command";
import { deleteWithBackup, withBackupsBehind } from "../manage/delete-with-backups";
import { lockSelected } from "../manage/selected-images";
import { outcomeOf, sortOutOrRefuse } from "../manage/sort-out";
import { deleteImagesInput } from "../schemas";

/**
 * Deletes images of the recycle bin for good; from then on they no longer count. With `withBackups`, the backups behind full-server images
 * go in the same transaction, otherwise they stay and go on being charged (MNG-10). Errors: for one image alone those of the rules and
 * `taskInProgress` of its backup; `permissionDenied`.
 */
export const purgeImages = command({
  trace: "purgeImage",
  resourceType: "image",
  permission: "ims:images:delete",
  input: deleteImagesInput,
  async run({ tx, actor, scope, input, note, touch, also }) {
    const who = { actor, scope, also };
    const chosen = sortOutOrRefuse(await lockSelected(tx, input.selection, scope), { action: "purge", scope });
    const { sorted, backups } = await withBackupsBehind(tx, who, { sorted: chosen, ends: () => input.withBackups });
    for (const image of sorted.allowed) await deleteWithBackup(tx, who, image, backups);
    note({ skipped: sorted.skipped.length });
    touch(...sorted.allowed);
    return outcomeOf(sorted);
  },
});
