import "server-only";
import { assertSound } from "@/lib/images/manage/assert-sound";
import { command } from "@/lib/platform/operation/command";
import { lockListing } from "../lock-listing";
import { reviewListingInput } from "../schemas";

/**
 * Decides on an offer (MKT-02). Only for the platform's operators. Approved, the image is in the market of its region; rejected, it is
 * its owner's Normal image again, who reads why. Errors: `permissionDenied`, `notFound`, `conflict` when it is not waiting any more.
 */
export const reviewListing = command({
  trace: "reviewListing",
  resourceType: "image",
  permission: "ims:listings:update",
  input: reviewListingInput,
  async run({ tx, actor, input, note }) {
    const { imageId, verdict, reason } = input;
    note({ resourceId: imageId });
    const { image, vendor } = await lockListing(tx, actor, imageId, "pending");
    const approved = verdict === "approve";
    if (approved) await assertSound(tx, imageId);
    const reviewed = { reviewedAt: new Date(), reviewedBy: actor.userName, reason: approved ? null : reason };
    await tx.marketListing.update({ where: { imageId }, data: { status: approved ? "approved" : "rejected", ...reviewed } });
    if (!approved) await tx.image.update({ where: { id: imageId }, data: { published: false } });
    note({ resourceName: image.name, vendor, verdict, owner: image.accountId });
  },
});
