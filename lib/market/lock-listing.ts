import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import type { ListingStatus } from "./model";

/**
 * Loads an offer for the platform to decide on, whoever made it, and holds its image until the transaction ends. Errors:
 * `permissionDenied` for who does not run the platform, `notFound`, `conflict` when it does not stand as it must.
 */
export async function lockListing(tx: Tx, actor: Actor, imageId: string, status: ListingStatus) {
  if (!actor.operator) throw new AppError("permissionDenied", { action: "ims:listings:update" });
  await tx.$queryRaw`SELECT 1 FROM "Image" WHERE "id" = ${imageId}::uuid FOR UPDATE`;
  const listing = await tx.marketListing.findUnique({
    where: { imageId },
    select: { status: true, vendor: true, image: { select: { id: true, name: true, accountId: true, regionId: true } } },
  });
  if (listing === null || listing.image.regionId !== actor.project?.regionId) throw new AppError("notFound", { id: imageId });
  if (listing.status !== status) throw new AppError("conflict", { reason: "listingStatus", status: listing.status });
  return listing;
}
