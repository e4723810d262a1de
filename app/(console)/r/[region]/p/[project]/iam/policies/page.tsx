import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { PolicyList } from "@/components/iam/policy-list";
import { ClientMessages } from "@/components/shell/client-messages";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { listPolicies } from "@/lib/policies/queries/list-policies";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("iam"))("tabs.policies") };
}

/** The custom policies of the account (IAM-06). */
export default async function PoliciesPage({ params }: { params: Promise<PlaceParams> }) {
  const place = await params;
  const read = await readForPage(place, "/iam/policies", (actor) => listPolicies(actor, {}));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <ClientMessages namespaces={["iam", "console"]}>
      <PolicyList place={{ regionId: place.region, projectId: place.project }} policies={read.data} />
    </ClientMessages>
  );
}
