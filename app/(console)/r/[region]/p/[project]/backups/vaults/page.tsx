import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { VaultList } from "@/components/backups/vault-list";
import { PageFailure } from "@/components/console/page-failure";
import { backupQueries } from "@/lib/backups/client";
import { listVaults } from "@/lib/backups/queries/list-vaults";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("backups"))("vaults") };
}

/** The vaults the project's backups lie in. */
export default async function VaultsPage({ params }: { params: Promise<PlaceParams> }) {
  const place = await params;
  const at = { regionId: place.region, projectId: place.project };
  const read = await readForPage(place, "/backups/vaults", (actor) => listVaults(actor, {}));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const client = new QueryClient();
  client.setQueryData(backupQueries.vaults(at).queryKey, read.data);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <VaultList place={at} />
    </HydrationBoundary>
  );
}
