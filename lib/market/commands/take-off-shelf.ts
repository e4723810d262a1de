import "server-only";
import { command } from "@/lib/platform/operation/command";
import { lockListing } from "../lock-listing";
import { takeOffShelfInput } from "../schemas";

/**
 * Takes an approved image off the shelf, with the reason its vendor reads. Only for the platform's operators; the vendor's image is Normal
 * again, servers made of it stay. Errors: `permissionDenied`, `notFound`, `conflict` when it is not in the market.
 */
export const takeOffShelf = command({
  trace: "takeOffShelf",
  resourceType: "image",
  permission: "ims:listings:update",
  input: takeOffShelfInput,
  async run({ tx, actor, input: { imageId, reason }, note }) {
    note({ resourceId: imageId });
    const { image, vendor } = await lockListing(tx, actor, imageId, "approved");
    await tx.marketListing.update({
      where: { imageId },
      data: { status: "withdrawn", reason, reviewedAt: new Date(), reviewedBy: actor.userName },
    });
    await tx.image.update({ where: { id: imageId }, data: { published: false } });
    note({ resourceName: image.name, vendor, owner: image.accountId });
  },
});
