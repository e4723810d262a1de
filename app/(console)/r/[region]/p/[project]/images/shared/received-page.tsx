import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { PageFailure } from "@/components/console/page-failure";
import { ReceivedList } from "@/components/members/received-list";
import { memberQueries } from "@/lib/members/client";
import type { MemberStatus } from "@/lib/members/model";
import { countWaiting } from "@/lib/members/queries/count-waiting";
import { listReceived } from "@/lib/members/queries/list-received";
import { parseReceivedSearch } from "@/lib/members/schemas";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

export interface ReceivedProps {
  params: Promise<PlaceParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The shares a project has received, by what it answered. */
export async function ReceivedPage({ params, searchParams, status }: ReceivedProps & { status: MemberStatus }) {
  const place = await params;
  const filter = parseReceivedSearch(status, await searchParams);
  const at = { regionId: place.region, projectId: place.project };
  const client = new QueryClient();
  const path = status === "accepted" ? "" : `/${status}`;
  const read = await readForPage(place, `/images/shared${path}`, async (actor) => {
    const [page, waiting] = await Promise.all([listReceived(actor, filter), countWaiting(actor, {})]);
    client.setQueryData(memberQueries.received(at, filter).queryKey, page);
    client.setQueryData(memberQueries.waiting(at).queryKey, waiting);
  });
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ReceivedList place={at} filter={filter} />
    </HydrationBoundary>
  );
}
