import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { ServerDetail } from "@/components/servers/server-detail";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { serverQueries } from "@/lib/servers/client";
import { getServer } from "@/lib/servers/queries/get-server";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("servers"))("detailTitle") };
}

/** One server with its disks. */
export default async function ServerPage({ params }: { params: Promise<PlaceParams & { server: string }> }) {
  const { server: serverId, ...place } = await params;
  if (!/^[0-9a-f-]{36}$/i.test(serverId)) notFound();
  const at = { regionId: place.region, projectId: place.project };
  const read = await readForPage(place, `/servers/${serverId}`, (actor) => getServer(actor, { serverId }));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const client = new QueryClient();
  client.setQueryData(serverQueries.detail(at, serverId).queryKey, read.data);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ServerDetail place={at} serverId={serverId} />
    </HydrationBoundary>
  );
}
