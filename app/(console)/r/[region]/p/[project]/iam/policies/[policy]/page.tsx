import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { PolicyForm } from "@/components/iam/policy-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { getPolicy } from "@/lib/policies/queries/get-policy";
import { policyActions } from "@/lib/policies/read-document";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("iam"))("policies.edit") };
}

/** Shows and changes one custom policy (IAM-06). */
export default async function PolicyPage({ params }: { params: Promise<PlaceParams & { policy: string }> }) {
  const { policy: policyId, ...place } = await params;
  if (!/^[0-9a-f-]{36}$/i.test(policyId)) notFound();
  const read = await readForPage(place, `/iam/policies/${policyId}`, (actor) => getPolicy(actor, { policyId }));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <ClientMessages namespaces={["iam", "console"]}>
      <PolicyForm place={{ regionId: place.region, projectId: place.project }} actions={policyActions()} policy={read.data} />
    </ClientMessages>
  );
}
