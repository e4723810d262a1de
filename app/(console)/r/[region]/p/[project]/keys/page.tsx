import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { KeyList } from "@/components/keys/key-list";
import { ClientMessages } from "@/components/shell/client-messages";
import { keyQueries } from "@/lib/keys/client";
import { listKeys } from "@/lib/keys/queries/list-keys";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("title") };
}

/** The project's keys (REL-04). */
export default async function KeysPage({ params }: { params: Promise<PlaceParams> }) {
  const place = await params;
  const at = { regionId: place.region, projectId: place.project };
  const read = await readForPage(place, "/keys", (actor) => listKeys(actor, {}));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const client = new QueryClient();
  client.setQueryData(keyQueries.list(at).queryKey, read.data);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ClientMessages namespaces={["keys", "console"]}>
        <KeyList place={at} />
      </ClientMessages>
    </HydrationBoundary>
  );
}
