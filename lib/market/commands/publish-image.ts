import "server-only";
import { assertAllowed } from "@/lib/images/assert-allowed";
import { lockImage } from "@/lib/images/lock-image";
import { assertSound } from "@/lib/images/manage/assert-sound";
import { toImageView } from "@/lib/images/views";
import { command } from "@/lib/platform/operation/command";
import { publishImageInput } from "../schemas";

/**
 * Offers a private image in the market (MKT-03). It is Published from now on, so that what is reviewed is what will be sold; the
 * market shows it when the platform has approved it (MKT-02). Errors: the refusals of the rules for `publish`.
 */
export const publishImage = command({
  trace: "publishImage",
  resourceType: "image",
  permission: "ims:images:publish",
  input: publishImageInput,
  resource: (tx, { imageId }, scope) => lockImage(tx, imageId, scope),
  async run({ tx, scope, input, resource: image, note }) {
    assertAllowed("publish", toImageView(image, scope.accountId));
    const { imageId, ...offer } = input;
    await assertSound(tx, imageId);
    const anew = { ...offer, status: "pending" as const, submittedAt: new Date(), reviewedAt: null, reviewedBy: null, reason: null };
    await tx.marketListing.upsert({ where: { imageId }, create: { imageId, ...offer }, update: anew });
    await tx.image.update({ where: { id: imageId }, data: { published: true } });
    note({ vendor: offer.vendor, pricePerHour: offer.pricePerHour });
  },
});
