import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { CreateServerForm } from "@/components/servers/create-server-form";
import { getImage } from "@/lib/images/queries/get-image";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { openScope } from "@/lib/platform/operation/authorize";
import { findRegion } from "@/lib/regions/configuration";
import { FLAVORS } from "@/lib/servers/flavors";

interface Props {
  params: Promise<PlaceParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("servers"))("create.title") };
}

/** Apply for servers from an image (申请服务器, USE-01). */
export default async function CreateServerPage({ params, searchParams }: Props) {
  const place = await params;
  const imageId = [(await searchParams).image].flat()[0] ?? "";
  if (!/^[0-9a-f-]{36}$/i.test(imageId)) notFound();
  const read = await readForPage(place, `/servers/create?image=${imageId}`, (actor) => {
    openScope(actor, "ecs:servers:create"); // for some images at least; which, is decided when it is sent
    return getImage(actor, { imageId });
  });
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const zones = (findRegion(place.region)?.zones ?? []).map((zone) => zone.id);
  return (
    <CreateServerForm place={{ regionId: place.region, projectId: place.project }} image={read.data} flavors={FLAVORS} zones={zones} />
  );
}
