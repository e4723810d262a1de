import "server-only";
import { imageSelect, toImageView } from "@/lib/images/views";
import type { Prisma } from "@/lib/platform/db/client";
import type { ListingView, MarketItem } from "./model";

export const listingSelect = {
  status: true,
  vendor: true,
  summary: true,
  software: true,
  pricePerHour: true,
  submittedAt: true,
  reviewedAt: true,
  reason: true,
} satisfies Prisma.MarketListingSelect;

export type ListingRow = Prisma.MarketListingGetPayload<{ select: typeof listingSelect }>;

export function toListingView({ pricePerHour, submittedAt, reviewedAt, ...row }: ListingRow): ListingView {
  return {
    ...row,
    pricePerHour: Number(pricePerHour),
    submittedAt: submittedAt.toISOString(),
    reviewedAt: reviewedAt?.toISOString() ?? null,
  };
}

export const marketSelect = { ...imageSelect, listing: { select: listingSelect } } satisfies Prisma.ImageSelect;
export type MarketRow = Prisma.ImageGetPayload<{ select: typeof marketSelect }>;

/** The vendor's tags are the vendor's own words and stay there. */
export function toMarketItem(row: MarketRow, viewerAccountId: string): MarketItem {
  const image = toImageView(row, viewerAccountId);
  const tags = row.accountId === viewerAccountId ? image.tags : [];
  return { image: { ...image, tags }, listing: row.listing === null ? null : toListingView(row.listing) };
}
