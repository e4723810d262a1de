import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { IMAGE_TABS } from "@/components/images/detail/image-tab";
import { ImageDetail } from "@/components/images/image-detail";
import { ClientMessages } from "@/components/shell/client-messages";
import { placeHref } from "@/components/shell/nav-items";
import { imageQueries } from "@/lib/images/client";
import { IMAGE_TYPES } from "@/lib/images/model";
import { getImage } from "@/lib/images/queries/get-image";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

/** The frame's own, and the words of audit traces. */
const NAMESPACES = ["console", "constructs", "exchange", "images", "jobs", "manage", "objects", "pricing", "servers", "audit"] as const;

interface Props {
  params: Promise<PlaceParams & { type: string; image: string; tab: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("images"))("detailTitle") };
}

/** One view of an image beside its overview: who has it, what came of it, what happened to it. */
export default async function ImageTabPage({ params }: Props) {
  const { type, image: imageId, tab: tabName, ...place } = await params;
  const tab = IMAGE_TABS.find((known) => known === tabName && known !== "overview") ?? notFound();
  if (!IMAGE_TYPES.some((known) => known === type) || !/^[0-9a-f-]{36}$/i.test(imageId)) notFound();
  const at = { regionId: place.region, projectId: place.project };
  const read = await readForPage(place, `/images/${type}/${imageId}/${tab}`, async (actor) => ({
    image: await getImage(actor, { imageId }),
    operator: actor.operator,
  }));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const { image, operator } = read.data;
  if (image.type !== type)
    redirect(placeHref({ region: place.region, projectId: place.project }, `/images/${image.type}/${imageId}/${tab}`));
  const client = new QueryClient();
  client.setQueryData(imageQueries.detail(at, imageId).queryKey, image);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ClientMessages namespaces={NAMESPACES}>
        <ImageDetail place={at} imageId={imageId} tab={tab} operator={operator} />
      </ClientMessages>
    </HydrationBoundary>
  );
}
