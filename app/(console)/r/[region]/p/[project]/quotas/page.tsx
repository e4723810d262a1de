import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { QuotaPage } from "@/components/quotas/quota-page";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { quotaQueries } from "@/lib/quotas/client";
import { getQuota } from "@/lib/quotas/queries/get-quota";
import { listQuotaRequests } from "@/lib/quotas/queries/list-quota-requests";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("manage"))("quota.title") };
}

/** Limits, use and requests of the project. */
export default async function QuotasPage({ params }: { params: Promise<PlaceParams> }) {
  const place = await params;
  const at = { regionId: place.region, projectId: place.project };
  const client = new QueryClient();
  const read = await readForPage(place, "/quotas", async (actor) => {
    client.setQueryData(quotaQueries.current(at).queryKey, await getQuota(actor, {}));
    client.setQueryData(quotaQueries.requests(at, false).queryKey, await listQuotaRequests(actor, {}));
    return actor.operator;
  });
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <QuotaPage place={at} operator={read.data} />
    </HydrationBoundary>
  );
}
