import type { ImageView } from "@/lib/images/model";

export const LISTING_STATUSES = ["pending", "approved", "rejected", "withdrawn"] as const;
/** Where an offer stands (MKT-02): `pending` until the platform has tested it; only `approved` ones are in the market. */
export type ListingStatus = (typeof LISTING_STATUSES)[number];

export const VERDICTS = ["approve", "reject"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** An offer of an image as its vendor made it. */
export interface ListingView {
  readonly status: ListingStatus;
  readonly vendor: string;
  readonly summary: string;
  readonly software: readonly string[];
  /** What the vendor asks for a server and hour (MKT-06). Unit: CNY. */
  readonly pricePerHour: number;
  readonly submittedAt: string;
  readonly reviewedAt: string | null;
  /** Why it was rejected or taken off the shelf. */
  readonly reason: string | null;
}

/** A row of the market; images that the platform itself offers have no vendor's listing. */
export interface MarketItem {
  readonly image: ImageView;
  readonly listing: ListingView | null;
}

/** An offer as those see it who review it. */
export interface ReviewItem extends MarketItem {
  readonly listing: ListingView;
  readonly accountName: string;
}

/** Whether the owner may offer it anew: it never was, was rejected, or was withdrawn. */
export function isOpen(listing: Pick<ListingView, "status"> | null): boolean {
  return listing?.status === "pending" || listing?.status === "approved";
}
