import "server-only";
import { assertCovered } from "@/lib/images/covers-image";
import { imagesOf, imagesOfType } from "@/lib/images/images-of";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import type { ListingView } from "../model";
import { listingInput } from "../schemas";
import { listingSelect, toListingView } from "../views";

/** The offer behind an image, for its owner at any time and for others while it is in the market; null: there is none. Errors: `notFound`. */
export const getListing = query({
  permission: "ims:images:get",
  input: listingInput,
  async run({ db, scope: anywhere, input }): Promise<ListingView | null> {
    const scope = inProject(anywhere);
    const visible = { OR: [imagesOf(scope), imagesOfType(scope, "market")] };
    const image = await db.image.findFirst({
      where: { AND: [{ id: input.imageId }, visible] },
      select: { id: true, accountId: true, tags: true, listing: { select: listingSelect } },
    });
    if (image === null) throw new AppError("notFound", { id: input.imageId });
    assertCovered(scope, image);
    return image.listing === null ? null : toListingView(image.listing);
  },
});
