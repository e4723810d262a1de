import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { VolumeList } from "@/components/volumes/volume-list";
import { getImage } from "@/lib/images/queries/get-image";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { findRegion } from "@/lib/regions/configuration";
import { volumeQueries } from "@/lib/volumes/client";
import { listVolumes } from "@/lib/volumes/queries/list-volumes";
import { parseVolumeSearch } from "@/lib/volumes/schemas";

interface Props {
  params: Promise<PlaceParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("volumes"))("title") };
}

/** The project's disks. `?image=` opens the form to make one of a data disk image. */
export default async function VolumesPage({ params, searchParams }: Props) {
  const [place, search] = [await params, await searchParams];
  const filter = parseVolumeSearch(search);
  const imageId = [search.image].flat()[0] ?? "";
  const at = { regionId: place.region, projectId: place.project };
  const read = await readForPage(place, "/volumes", async (actor) => ({
    page: await listVolumes(actor, filter),
    image: /^[0-9a-f-]{36}$/i.test(imageId) ? await getImage(actor, { imageId }) : undefined,
  }));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const client = new QueryClient();
  client.setQueryData(volumeQueries.list(at, filter).queryKey, read.data.page);
  const zones = (findRegion(place.region)?.zones ?? []).map((zone) => zone.id);
  const image = read.data.image === undefined ? {} : { image: { id: read.data.image.id, minDiskGb: read.data.image.minDiskGb } };
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <VolumeList place={at} filter={filter} zones={zones} {...image} />
    </HydrationBoundary>
  );
}
