import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { QuotaRequests } from "@/components/quotas/quota-requests";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { quotaQueries } from "@/lib/quotas/client";
import { listQuotaRequests } from "@/lib/quotas/queries/list-quota-requests";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("manage"))("quota.allRequests") };
}

/** Requests of every account. Tenants are refused. */
export default async function QuotaRequestsPage({ params }: { params: Promise<PlaceParams> }) {
  const place = await params;
  const at = { regionId: place.region, projectId: place.project };
  const client = new QueryClient();
  const read = await readForPage(place, "/quotas/requests", async (actor) =>
    client.setQueryData(quotaQueries.requests(at, true).queryKey, await listQuotaRequests(actor, { all: true })),
  );
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <QuotaRequests place={at} />
    </HydrationBoundary>
  );
}
