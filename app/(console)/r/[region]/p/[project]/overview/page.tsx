import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { Overview } from "@/components/overview/overview";
import { listImages } from "@/lib/images/queries/list-images";
import { parseImageSearch } from "@/lib/images/schemas";
import { listJobs } from "@/lib/jobs/queries/list-jobs";
import { parseJobSearch } from "@/lib/jobs/schemas";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { getQuota } from "@/lib/quotas/queries/get-quota";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

/** The start page of a region and project: what is used, what runs, what is new, and the first steps. */
export default async function OverviewPage({ params }: { params: Promise<PlaceParams> }) {
  const place = await params;
  const read = await readForPage(place, "/overview", async (actor) => {
    const [quota, images, failed, jobs, publicImages] = await Promise.all([
      getQuota(actor, {}),
      listImages(actor, parseImageSearch("private", {})),
      listImages(actor, parseImageSearch("private", { state: "error" })),
      listJobs(actor, parseJobSearch({ size: "10" })),
      listImages(actor, parseImageSearch("public", {})),
    ]);
    return { quota, images, failed: failed.total, jobs, publicImages: publicImages.total };
  });
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return <Overview place={{ regionId: place.region, projectId: place.project }} data={read.data} />;
}
