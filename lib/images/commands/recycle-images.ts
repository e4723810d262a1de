import "server-only";
import { env } from "@/lib/platform/env";
import { command } from "@/lib/platform/operation/command";
import { deleteWithBackup, withBackupsBehind } from "../manage/delete-with-backups";
import { lockSelected } from "../manage/selected-images";
import { outcomeOf, sortOutOrRefuse } from "../manage/sort-out";
import { deleteImagesInput } from "../schemas";

/**
 * Deletes one or many private images as the console does (MNG-08): those with bytes go to the recycle bin, out of every list and still
 * counted; failed ones, and all where there is no bin, end at once, as `purgeImages` would. Errors: those of `purgeImages`.
 */
export const recycleImages = command({
  trace: "deleteImage",
  resourceType: "image",
  permission: "ims:images:delete",
  input: deleteImagesInput,
  async run({ tx, actor, scope, input, note, touch, also }) {
    const who = { actor, scope, also };
    const days = env().IMS_RECYCLE_DAYS;
    const ends = ({ status }: { status: string }) => status !== "active" || days === 0;
    const chosen = sortOutOrRefuse(await lockSelected(tx, input.selection, scope), { action: "delete", scope });
    const { sorted, backups } = await withBackupsBehind(tx, who, { sorted: chosen, ends: (image) => input.withBackups && ends(image) });
    const kept = sorted.allowed.filter((image) => !ends(image));
    await tx.image.updateMany({ where: { id: { in: kept.map(({ id }) => id) } }, data: { recycledAt: new Date() } });
    for (const image of sorted.allowed) if (ends(image)) await deleteWithBackup(tx, who, image, backups);
    note({ recycleDays: days, skipped: sorted.skipped.length });
    touch(...sorted.allowed);
    return outcomeOf(sorted);
  },
});
