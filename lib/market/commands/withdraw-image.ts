import "server-only";
import { assertAllowed } from "@/lib/images/assert-allowed";
import { lockImage } from "@/lib/images/lock-image";
import { toImageView } from "@/lib/images/views";
import { command } from "@/lib/platform/operation/command";
import { withdrawImageInput } from "../schemas";

/** Takes an image back from the market, reviewed or not (AMB-26): it is Normal again, servers made of it stay. Errors: the refusals of the rules for `withdraw`. */
export const withdrawImage = command({
  trace: "withdrawImage",
  resourceType: "image",
  permission: "ims:images:publish",
  input: withdrawImageInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  async run({ tx, scope, input: { imageId }, resource: image }) {
    assertAllowed("withdraw", toImageView(image, scope.accountId));
    await tx.marketListing.updateMany({ where: { imageId }, data: { status: "withdrawn" } });
    await tx.image.update({ where: { id: imageId }, data: { published: false } });
  },
});
