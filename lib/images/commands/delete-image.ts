import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { lockImage } from "../lock-image";
import { whyNotDeletable } from "../model";
import { moveImage } from "../move-image";
import { imageIdInput } from "../schemas";
import { toImageView } from "../views";

/**
 * Deletes a private image (MNG-08). It leaves every list at once; a job removes its bytes, those that lazily filled disks
 * still need when the last of them is complete. Servers made from it are not touched (LIF-06).
 */
export const deleteImage = command({
  trace: "deleteImage",
  resourceType: "image",
  permission: "ims:images:delete",
  input: imageIdInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  async run({ tx, actor, scope, resource: image }) {
    const refusal = whyNotDeletable(toImageView(image, scope.accountId));
    if (refusal !== undefined) throw new AppError(refusal.code, refusal.detail);
    await moveImage(tx, image, { to: "deleted" });
    await enqueue(tx, actor, inProject(scope), { kind: "removeImageData", payload: { imageId: image.id }, targetName: image.name });
  },
});
