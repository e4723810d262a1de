import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { KeyDetail } from "@/components/keys/key-detail";
import { ClientMessages } from "@/components/shell/client-messages";
import { keyQueries } from "@/lib/keys/client";
import { getKey } from "@/lib/keys/queries/get-key";
import { keyUsage } from "@/lib/keys/queries/key-usage";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("keys"))("title") };
}

/** One key, and what hangs on it. */
export default async function KeyPage({ params }: { params: Promise<PlaceParams & { key: string }> }) {
  const { key: keyId, ...place } = await params;
  if (!/^[0-9a-f-]{36}$/i.test(keyId)) notFound();
  const at = { regionId: place.region, projectId: place.project };
  const read = await readForPage(place, `/keys/${keyId}`, async (actor) => ({
    key: await getKey(actor, { keyId }),
    usage: await keyUsage(actor, { keyId }),
  }));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const client = new QueryClient();
  client.setQueryData(keyQueries.detail(at, keyId).queryKey, read.data.key);
  client.setQueryData(keyQueries.usage(at, keyId).queryKey, read.data.usage);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ClientMessages namespaces={["keys", "console"]}>
        <KeyDetail place={at} keyId={keyId} />
      </ClientMessages>
    </HydrationBoundary>
  );
}
