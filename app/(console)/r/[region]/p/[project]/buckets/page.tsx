import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { BucketList } from "@/components/objects/bucket-list";
import { objectQueries } from "@/lib/objects/client";
import { listBuckets } from "@/lib/objects/queries/list-buckets";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("objects"))("title") };
}

/** The project's buckets (REL-03). */
export default async function BucketsPage({ params }: { params: Promise<PlaceParams> }) {
  const place = await params;
  const at = { regionId: place.region, projectId: place.project };
  const read = await readForPage(place, "/buckets", (actor) => listBuckets(actor, {}));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const client = new QueryClient();
  client.setQueryData(objectQueries.buckets(at).queryKey, read.data);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <BucketList place={at} />
    </HydrationBoundary>
  );
}
