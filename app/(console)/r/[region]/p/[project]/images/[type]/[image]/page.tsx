import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { ImageDetail } from "@/components/images/image-detail";
import { placeHref } from "@/components/shell/nav-items";
import { imageQueries } from "@/lib/images/client";
import { IMAGE_TYPES } from "@/lib/images/model";
import { getImage } from "@/lib/images/queries/get-image";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

interface Props {
  params: Promise<PlaceParams & { type: string; image: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("images"))("detailTitle") };
}

/** One image with everything known of it (IMG-02). */
export default async function ImagePage({ params }: Props) {
  const { type, image: imageId, ...place } = await params;
  if (!IMAGE_TYPES.some((known) => known === type) || !/^[0-9a-f-]{36}$/i.test(imageId)) notFound();
  const at = { regionId: place.region, projectId: place.project };
  const read = await readForPage(place, `/images/${type}/${imageId}`, async (actor) => ({
    image: await getImage(actor, { imageId }),
    operator: actor.operator,
  }));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const { image, operator } = read.data;
  if (image.type !== type) redirect(placeHref({ region: place.region, projectId: place.project }, `/images/${image.type}/${imageId}`));
  const client = new QueryClient();
  client.setQueryData(imageQueries.detail(at, imageId).queryKey, image);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ImageDetail place={at} imageId={imageId} operator={operator} />
    </HydrationBoundary>
  );
}
