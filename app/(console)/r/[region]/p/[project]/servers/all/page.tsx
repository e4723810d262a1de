import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { AnyServerList } from "@/components/servers/any-server-list";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { serverQueries } from "@/lib/servers/client";
import { listAnyServers } from "@/lib/servers/queries/list-any-servers";
import { parseAnyServerSearch } from "@/lib/servers/schemas";

interface Props {
  params: Promise<PlaceParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("servers"))("any.title") };
}

/** The servers of every account in the region, to freeze and renew (LIM-51). Tenants are refused. */
export default async function AnyServersPage({ params, searchParams }: Props) {
  const place = await params;
  const filter = parseAnyServerSearch(await searchParams);
  const at = { regionId: place.region, projectId: place.project };
  const client = new QueryClient();
  const read = await readForPage(place, "/servers/all", async (actor) =>
    client.setQueryData(serverQueries.any(at, filter).queryKey, await listAnyServers(actor, filter)),
  );
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AnyServerList place={at} filter={filter} />
    </HydrationBoundary>
  );
}
