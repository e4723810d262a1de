import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { JobList } from "@/components/jobs/job-list";
import { jobQueries } from "@/lib/jobs/client";
import { listJobs } from "@/lib/jobs/queries/list-jobs";
import { parseJobSearch } from "@/lib/jobs/schemas";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

interface Props {
  params: Promise<PlaceParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("jobs"))("title") };
}

/** The project's tasks (PRI-24). */
export default async function JobsPage({ params, searchParams }: Props) {
  const place = await params;
  const filter = parseJobSearch(await searchParams);
  const at = { regionId: place.region, projectId: place.project };
  const read = await readForPage(place, "/jobs", (actor) => listJobs(actor, filter));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const client = new QueryClient();
  client.setQueryData(jobQueries.list(at, filter).queryKey, read.data);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <JobList place={at} filter={filter} />
    </HydrationBoundary>
  );
}
