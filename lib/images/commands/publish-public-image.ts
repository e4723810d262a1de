import "server-only";
import { assertOperator } from "@/lib/platform/operation/assert-operator";
import { command } from "@/lib/platform/operation/command";
import { assertAllowed } from "../assert-allowed";
import { lockImage } from "../lock-image";
import { assertSound } from "../manage/assert-sound";
import { publishPublicImageInput } from "../schemas";
import { imageSelect, toImageView } from "../views";

/**
 * Offers one of the operator's own images to everybody in its region as a public image (IMG-03); it then counts for nobody, and those it
 * was shared with have it as everybody does. Errors: `permissionDenied` for tenants, those of the rules for `publish`.
 */
export const publishPublicImage = command({
  trace: "publishPublicImage",
  resourceType: "image",
  permission: "ims:publicImages:create",
  input: publishPublicImageInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  async run({ tx, actor, scope, input, resource: image, note }) {
    assertOperator(actor, "ims:publicImages:create");
    assertAllowed("publish", toImageView(image, scope.accountId));
    await assertSound(tx, image.id);
    await tx.imageMember.deleteMany({ where: { imageId: image.id } });
    const data = { visibility: "public" as const, features: input.features, hidden: false };
    note({ features: input.features });
    return toImageView(await tx.image.update({ where: { id: image.id }, data, select: imageSelect }), scope.accountId);
  },
});
