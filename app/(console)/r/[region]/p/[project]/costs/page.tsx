import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { CostPage } from "@/components/pricing/cost-page";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { estimateMonth } from "@/lib/pricing/queries/estimate-month";
import { getPrices } from "@/lib/pricing/queries/get-prices";
import { regions } from "@/lib/regions/configuration";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("pricing"))("title") };
}

/** Prices of the region, and what the account's things cost in a month (FEE-14, FEE-16). */
export default async function CostsPage({ params }: { params: Promise<PlaceParams> }) {
  const place = await params;
  const read = await readForPage(place, "/costs", async (actor) => {
    const [prices, estimates] = await Promise.all([getPrices(actor, {}), estimateMonth(actor, {})]);
    return { prices, estimates };
  });
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const names = regions().map(({ id, nameZh, nameEn }) => ({ id, nameZh, nameEn }));
  return <CostPage regionId={place.region} regions={names} {...read.data} />;
}
