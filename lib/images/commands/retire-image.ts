import "server-only";
import { AppError } from "@/lib/platform/errors";
import { command } from "@/lib/platform/operation/command";
import { assertAllowed } from "../assert-allowed";
import { lockImage, lockUsableImage } from "../lock-image";
import { isRetired } from "../model";
import { retireImageInput } from "../schemas";
import { imageSelect, toImageView } from "../views";

/**
 * Says from when on nothing new is made of an image, and which one to use in its place; what was made of it goes on. Errors: those of
 * the rules, `notFound` for a successor the project cannot see, `invalidArgument` for one that cannot stand in.
 */
export const retireImage = command({
  trace: "retireImage",
  resourceType: "image",
  permission: "ims:images:update",
  input: retireImageInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  async run({ tx, scope, input, resource: image, note }) {
    assertAllowed("retire", toImageView(image, scope.accountId));
    const { retiresAt, successorId } = input;
    if (successorId !== null) {
      const successor = toImageView(await lockUsableImage(tx, successorId, scope), scope.accountId);
      const unfit = successor.id === image.id || successor.kind !== image.kind || isRetired(successor);
      if (unfit) throw new AppError("invalidArgument", { field: "successorId", reason: "successorUnfit" });
    }
    const data = { retiresAt, successorId: retiresAt === null ? null : successorId };
    note({ retiresAt, successorId: data.successorId });
    return toImageView(await tx.image.update({ where: { id: image.id }, data, select: imageSelect }), scope.accountId);
  },
});
