import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { ServerList } from "@/components/servers/server-list";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { serverQueries } from "@/lib/servers/client";
import { listServers } from "@/lib/servers/queries/list-servers";
import { parseServerSearch } from "@/lib/servers/schemas";

interface Props {
  params: Promise<PlaceParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("servers"))("title") };
}

/** The project's servers. */
export default async function ServersPage({ params, searchParams }: Props) {
  const place = await params;
  const filter = parseServerSearch(await searchParams);
  const at = { regionId: place.region, projectId: place.project };
  const read = await readForPage(place, "/servers", (actor) => listServers(actor, filter));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const client = new QueryClient();
  client.setQueryData(serverQueries.list(at, filter).queryKey, read.data);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ServerList place={at} filter={filter} />
    </HydrationBoundary>
  );
}
