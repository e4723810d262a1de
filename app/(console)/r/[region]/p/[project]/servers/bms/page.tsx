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

/** The project's bare metal servers. */
export default async function BareMetalServersPage({ params, searchParams }: Props) {
  const place = await params;
  const filter = { ...parseServerSearch(await searchParams), kind: "bms" as const };
  const at = { regionId: place.region, projectId: place.project };
  const client = new QueryClient();
  const read = await readForPage(place, "/servers/bms", async (actor) => {
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
