import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { PageFailure } from "@/components/console/page-failure";
import { ServerList } from "@/components/servers/server-list";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { serverQueries } from "@/lib/servers/client";
import type { ServerKind } from "@/lib/servers/model";
import { listServers } from "@/lib/servers/queries/list-servers";
import { parseServerSearch } from "@/lib/servers/schemas";

export interface ServersProps {
  params: Promise<PlaceParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The project's servers of one kind. */
export async function ServersOfKindPage({ params, searchParams, kind }: ServersProps & { kind: ServerKind }) {
  const place = await params;
  const filter = { ...parseServerSearch(await searchParams), kind };
  const at = { regionId: place.region, projectId: place.project };
  const client = new QueryClient();
  const path = kind === "ecs" ? "" : `/${kind}`;
  const read = await readForPage(place, `/servers${path}`, async (actor) => {
    client.setQueryData(serverQueries.list(at, filter).queryKey, await listServers(actor, filter));
    return actor.operator;
  });
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ServerList place={at} filter={filter} operator={read.data} />
    </HydrationBoundary>
  );
}
