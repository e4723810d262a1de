import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { ImageList } from "@/components/images/image-list";
import { imageQueries } from "@/lib/images/client";
import { IMAGE_TYPES } from "@/lib/images/model";
import { listImages } from "@/lib/images/queries/list-images";
import { parseImageSearch } from "@/lib/images/schemas";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { quotaQueries } from "@/lib/quotas/client";
import { getQuota } from "@/lib/quotas/queries/get-quota";

interface Props {
  params: Promise<PlaceParams & { type: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { type: name } = await params;
  const type = IMAGE_TYPES.find((known) => known === name);
  const t = await getTranslations("images");
  return { title: type === undefined ? undefined : t(`types.${type}`) };
}

/** One of the four image lists (IMG-01). */
export default async function ImagesPage({ params, searchParams }: Props) {
  const { type: typeName, ...place } = await params;
  const type = IMAGE_TYPES.find((known) => known === typeName) ?? notFound();
  const filter = parseImageSearch(type, await searchParams);
  const at = { regionId: place.region, projectId: place.project };
  const client = new QueryClient();
  const read = await readForPage(place, `/images/${type}`, async (actor) => {
    const [page, quota] = await Promise.all([listImages(actor, filter), type === "private" ? getQuota(actor, {}) : undefined]);
    client.setQueryData(imageQueries.list(at, filter).queryKey, page);
    if (quota !== undefined) client.setQueryData(quotaQueries.current(at).queryKey, quota);
    return actor.operator;
  });
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ImageList place={at} filter={filter} operator={read.data} />
    </HydrationBoundary>
  );
}
