import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BackupList } from "@/components/backups/backup-list";
import { PageFailure } from "@/components/console/page-failure";
import { backupQueries } from "@/lib/backups/client";
import { listBackups } from "@/lib/backups/queries/list-backups";
import { parseBackupSearch } from "@/lib/backups/schemas";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

interface Props {
  params: Promise<PlaceParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("backups"))("title") };
}

/** The project's server backups. */
export default async function BackupsPage({ params, searchParams }: Props) {
  const place = await params;
  const filter = parseBackupSearch(await searchParams);
  const at = { regionId: place.region, projectId: place.project };
  const read = await readForPage(place, "/backups", (actor) => listBackups(actor, filter));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const client = new QueryClient();
  client.setQueryData(backupQueries.list(at, filter).queryKey, read.data);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <BackupList place={at} filter={filter} />
    </HydrationBoundary>
  );
}
