import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { TagOverview } from "@/components/tags/tag-overview";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { authorize } from "@/lib/platform/operation/authorize";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("manage"))("tagPage.title") };
}

/** Tags over all resources of the account (REL-08). */
export default async function TagsPage({ params }: { params: Promise<PlaceParams> }) {
  const place = await params;
  const read = await readForPage(place, "/tags", async (actor) => void authorize(actor, "tms:resourceTags:list"));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return <TagOverview place={{ regionId: place.region, projectId: place.project }} />;
}
