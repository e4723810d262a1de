import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { ProjectQuotas } from "@/components/quotas/project-quotas";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { quotaQueries } from "@/lib/quotas/client";
import { listProjectQuotas } from "@/lib/quotas/queries/list-project-quotas";
import { projectQuotaListInput } from "@/lib/quotas/schemas";

interface Props {
  params: Promise<PlaceParams>;
  searchParams: Promise<{ q?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("manage"))("quota.allLimits") };
}

/** Limits of every account in every region. Tenants are refused. */
export default async function ProjectQuotasPage({ params, searchParams }: Props) {
  const [place, search] = await Promise.all([params, searchParams]);
  const { q } = projectQuotaListInput.catch({ q: "" }).parse({ q: [search.q].flat()[0] });
  const at = { regionId: place.region, projectId: place.project };
  const client = new QueryClient();
  const read = await readForPage(place, "/quotas/all", async (actor) =>
    client.setQueryData(quotaQueries.projects(at, q).queryKey, await listProjectQuotas(actor, { q })),
  );
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ProjectQuotas place={at} q={q} />
    </HydrationBoundary>
  );
}
