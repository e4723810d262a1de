import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { MakeImageForm } from "@/components/images/make-image/make-image-form";
import { EMPTY_MAKING, MAKING_FORM, readMaking } from "@/components/images/make-image/making-draft";
import { backupQueries } from "@/lib/backups/client";
import { listVaults } from "@/lib/backups/queries/list-vaults";
import { draftQueries } from "@/lib/drafts/client";
import { listDrafts } from "@/lib/drafts/queries/list-drafts";
import { SOURCE_ROUTES } from "@/lib/images/rules/source-rules";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import type { Actor } from "@/lib/platform/operation/actor";
import { quotaQueries } from "@/lib/quotas/client";
import { getQuota } from "@/lib/quotas/queries/get-quota";
import { serverQueries } from "@/lib/servers/client";
import { listServers } from "@/lib/servers/queries/list-servers";
import { wholeServerList } from "@/lib/servers/search";

interface Props {
  params: Promise<PlaceParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("making"))("title") };
}

/** Create a private image from a server, data disks or a backup; with `draft`, goes on with a form that was kept. */
export default async function MakeImagePage({ params, searchParams }: Props) {
  const [place, search] = [await params, await searchParams];
  const one = (key: string) => [search[key]].flat()[0];
  const at = { regionId: place.region, projectId: place.project };
  const client = new QueryClient();
  const read = await readForPage(place, "/images/private/create/from", async (actor) => {
    const drafts = client.setQueryData(draftQueries.list(at).queryKey, await listDrafts(actor, {}));
    await prefetchSources(client, at, actor);
    return drafts ?? [];
  });
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const kept = read.data.find(({ id }) => id === one("draft"));
  const [route, sourceId] = [SOURCE_ROUTES.find((each) => each === one("route")) ?? EMPTY_MAKING.route, one("source")];
  const asked = { ...EMPTY_MAKING, route, sourceIds: sourceId === undefined ? [] : [sourceId] };
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <MakeImageForm place={at} first={kept === undefined ? asked : readMaking(kept.form[MAKING_FORM])} draftId={kept?.id} />
    </HydrationBoundary>
  );
}

/** What the form offers first, so that nothing moves when it arrives; who may not see one of them is told in its place. */
async function prefetchSources(client: QueryClient, at: ConsolePlace, actor: Actor): Promise<void> {
  await Promise.all([
    client.prefetchQuery({ ...serverQueries.list(at, wholeServerList()), queryFn: () => listServers(actor, wholeServerList()) }),
    client.prefetchQuery({ ...backupQueries.vaults(at), queryFn: () => listVaults(actor, {}) }),
    client.prefetchQuery({ ...quotaQueries.current(at), queryFn: () => getQuota(actor, {}) }),
  ]);
}
