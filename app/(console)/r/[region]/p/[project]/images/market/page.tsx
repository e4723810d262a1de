import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { MarketList } from "@/components/market/market-list";
import { marketQueries } from "@/lib/market/client";
import { listMarket } from "@/lib/market/queries/list-market";
import { parseMarketSearch } from "@/lib/market/schemas";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

interface Props {
  params: Promise<PlaceParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("images"))("types.market") };
}

/** The market of the region (MKT-01). */
export default async function MarketPage({ params, searchParams }: Props) {
  const place = await params;
  const filter = parseMarketSearch(await searchParams);
  const at = { regionId: place.region, projectId: place.project };
  const client = new QueryClient();
  const read = await readForPage(place, "/images/market", async (actor) =>
    client.setQueryData(marketQueries.list(at, filter).queryKey, await listMarket(actor, filter)),
  );
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <MarketList place={at} filter={filter} />
    </HydrationBoundary>
  );
}
