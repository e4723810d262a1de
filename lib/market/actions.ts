"use server";

import { toAction } from "@/lib/platform/http/action";
import { publishImage } from "./commands/publish-image";
import { reviewListing } from "./commands/review-listing";
import { takeOffShelf } from "./commands/take-off-shelf";
import { withdrawImage } from "./commands/withdraw-image";

export const publishImageAction = toAction(publishImage);
export const withdrawImageAction = toAction(withdrawImage);
export const reviewListingAction = toAction(reviewListing);
export const takeOffShelfAction = toAction(takeOffShelf);
