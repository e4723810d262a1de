import "server-only";
import { assertOperator } from "@/lib/platform/operation/assert-operator";
import { command } from "@/lib/platform/operation/command";
import { lockPublicImage, lockUsableImage } from "../lock-image";
import { changePublicImageInput } from "../schemas";
import { imageSelect, toImageView } from "../views";

/**
 * Says what a public image supports (PUB-04), hides it from lists, or retires it with a successor. Errors: `permissionDenied` for
 * tenants, `notFound` for a successor nobody sees.
 */
export const changePublicImage = command({
  trace: "updatePublicImage",
  resourceType: "image",
  permission: "ims:publicImages:update",
  input: changePublicImageInput,
  resource: (tx, { imageId }, scope) => lockPublicImage(tx, imageId, scope),
  async run({ tx, actor, scope, input, resource: image, note }) {
    assertOperator(actor, "ims:publicImages:update");
    const { imageId: _imageId, ...data } = input;
    if (typeof data.successorId === "string") await lockUsableImage(tx, data.successorId, scope);
    const { features, ...plain } = data;
    note({ ...plain, ...(features === undefined ? {} : { features }) });
    return toImageView(await tx.image.update({ where: { id: image.id }, data, select: imageSelect }), scope.accountId);
  },
});
