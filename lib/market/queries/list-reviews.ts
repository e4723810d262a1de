import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import type { ReviewItem } from "../model";
import { listingSelect, marketSelect, toListingView, toMarketItem } from "../views";

const SHOWN = 200;

/** Offers of the region that wait for the platform's decision, and those on the shelf, oldest first. Errors: `permissionDenied` for tenants. */
export const listReviews = query({
  permission: "ims:listings:list",
  input: z.object({}),
  async run({ db, scope: anywhere, actor }): Promise<readonly ReviewItem[]> {
    const scope = inProject(anywhere);
    if (!actor.operator) throw new AppError("permissionDenied", { action: "ims:listings:list" });
    const rows = await db.marketListing.findMany({
      where: { status: { in: ["pending", "approved"] }, image: { regionId: scope.project.regionId, status: "active" } },
      orderBy: [{ status: "asc" }, { submittedAt: "asc" }],
      take: SHOWN,
      select: { ...listingSelect, image: { select: marketSelect } },
    });
    const ids = [...new Set(rows.map(({ image }) => image.accountId))];
    const accounts = await db.account.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
    return rows.map(({ image, ...listing }) => ({
      ...toMarketItem(image, scope.accountId),
      listing: toListingView(listing),
      accountName: accounts.find(({ id }) => id === image.accountId)?.name ?? "",
    }));
  },
});
