import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { BucketDetail } from "@/components/objects/bucket-detail";
import { objectQueries } from "@/lib/objects/client";
import { listBuckets } from "@/lib/objects/queries/list-buckets";
import { listObjects } from "@/lib/objects/queries/list-objects";
import { parseObjectSearch } from "@/lib/objects/schemas";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

interface Props {
  params: Promise<PlaceParams & { bucket: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("objects"))("title") };
}

/** One bucket: its files, what is in them, uploads into it. */
export default async function BucketPage({ params, searchParams }: Props) {
  const { bucket: bucketId, ...place } = await params;
  if (!/^[0-9a-f-]{36}$/i.test(bucketId)) notFound();
  const search = await searchParams;
  const filter = parseObjectSearch(bucketId, Object.fromEntries(Object.entries(search).map(([key, value]) => [key, [value].flat()[0]])));
  const at = { regionId: place.region, projectId: place.project };
  const read = await readForPage(place, `/buckets/${bucketId}`, async (actor) => {
    const [objects, buckets] = await Promise.all([listObjects(actor, filter), listBuckets(actor, {})]);
    return { objects, bucket: buckets.find((bucket) => bucket.id === bucketId) ?? notFound() };
  });
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const client = new QueryClient();
  client.setQueryData(objectQueries.list(at, filter).queryKey, read.data.objects);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <BucketDetail place={at} bucket={read.data.bucket} filter={filter} />
    </HydrationBoundary>
  );
}
