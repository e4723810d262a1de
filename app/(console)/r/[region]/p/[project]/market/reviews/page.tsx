import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { ReviewList } from "@/components/market/review-list";
import { marketQueries } from "@/lib/market/client";
import { listReviews } from "@/lib/market/queries/list-reviews";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

interface Props {
  params: Promise<PlaceParams>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exchange.market"))("reviews") };
}

/** What the platform has to decide on before it is in the market (MKT-02). Tenants are refused. */
export default async function MarketReviewsPage({ params }: Props) {
  const place = await params;
  const at = { regionId: place.region, projectId: place.project };
  const client = new QueryClient();
  const read = await readForPage(place, "/market/reviews", async (actor) =>
    client.setQueryData(marketQueries.reviews(at).queryKey, await listReviews(actor, {})),
  );
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ReviewList place={at} />
    </HydrationBoundary>
  );
}
