import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { PolicyForm } from "@/components/iam/policy-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { authorize } from "@/lib/platform/operation/authorize";
import { policyActions } from "@/lib/policies/read-document";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("iam"))("policies.create") };
}

/** Writes a new custom policy (IAM-06). */
export default async function CreatePolicyPage({ params }: { params: Promise<PlaceParams> }) {
  const place = await params;
  const read = await readForPage(place, "/iam/policies/create", async (actor) => void authorize(actor, "iam:policies:create"));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  return (
    <ClientMessages namespaces={["iam", "console"]}>
      <PolicyForm place={{ regionId: place.region, projectId: place.project }} actions={policyActions()} />
    </ClientMessages>
  );
}
