import "server-only";
import { assertOperator } from "@/lib/platform/operation/assert-operator";
import { command } from "@/lib/platform/operation/command";
import { lockPublicImage } from "../lock-image";
import { imageIdInput } from "../schemas";
import { imageSelect, toImageView } from "../views";

/** Takes a public image back: it is the operator's private image again, and counts. Servers made of it go on. Errors: `imageQuotaExceeded`. */
export const withdrawPublicImage = command({
  trace: "withdrawPublicImage",
  resourceType: "image",
  permission: "ims:publicImages:update",
  input: imageIdInput,
  resource: (tx, { imageId }, scope) => lockPublicImage(tx, imageId, scope),
  constraints: { image_quota: "imageQuotaExceeded" },
  async run({ tx, actor, scope, resource: image }) {
    assertOperator(actor, "ims:publicImages:update");
    const data = { visibility: "private" as const, hidden: false };
    return toImageView(await tx.image.update({ where: { id: image.id }, data, select: imageSelect }), scope.accountId);
  },
});
