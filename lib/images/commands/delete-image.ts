import "server-only";
import { command } from "@/lib/platform/operation/command";
import { assertAllowed } from "../assert-allowed";
import { lockImage } from "../lock-image";
import { deleteWithBackup, withBackupsBehind } from "../manage/delete-with-backups";
import { deleteImageInput } from "../schemas";
import { toImageView } from "../views";

/**
 * Deletes a private image for good, as the image APIs do (MNG-08); the console's way is `recycleImages`. A job removes its
 * bytes, those that lazily filled disks still need when the last of them is complete. Servers made from it are not touched (LIF-06).
 * With `withBackup` the backup behind a full-server image goes too (MNG-10).
 */
export const deleteImage = command({
  trace: "deleteImage",
  resourceType: "image",
  permission: "ims:images:delete",
  input: deleteImageInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  async run({ tx, actor, scope, input, resource: image, also }) {
    const who = { actor, scope, also };
    assertAllowed("delete", toImageView(image, scope.accountId));
    const chosen = { sorted: { allowed: [image], skipped: [] }, ends: () => input.withBackup };
    const { backups } = await withBackupsBehind(tx, who, chosen);
    await deleteWithBackup(tx, who, image, backups);
  },
});
