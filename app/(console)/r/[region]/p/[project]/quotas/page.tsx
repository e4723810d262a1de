import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { QuotaPage } from "@/components/quotas/quota-page";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { quotaQueries } from "@/lib/quotas/client";
import { getQuota } from "@/lib/quotas/queries/get-quota";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("manage"))("quota.title") };
}

/** Limits, use and requests of the project; for the operator those of everybody. */
export default async function QuotasPage({ params }: { params: Promise<PlaceParams> }) {
  const place = await params;
  const at = { regionId: place.region, projectId: place.project };
  const client = new QueryClient();
  const read = await readForPage(place, "/quotas", async (actor) => {
    client.setQueryData(quotaQueries.current(at).queryKey, await getQuota(actor, {}));
    return actor.operator;
  });
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <QuotaPage place={at} operator={read.data} />
    </HydrationBoundary>
  );
}
