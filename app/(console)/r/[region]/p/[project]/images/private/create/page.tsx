import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageFailure } from "@/components/console/page-failure";
import { RegisterWizard } from "@/components/images/register-wizard/register-wizard";
import { readForPage } from "@/lib/platform/http/page";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { authorize } from "@/lib/platform/operation/authorize";

interface Props {
  params: Promise<PlaceParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("images"))("wizard.title") };
}

/** The way from a file to a private image (PRI-06). `?object=` chooses the file, `?draft=` a form to go on with. */
export default async function CreateImagePage({ params, searchParams }: Props) {
  const place = await params;
  const read = await readForPage(place, "/images/private/create", async (actor) => void authorize(actor, "ims:serverImages:create"));
  if (!read.ok) return <PageFailure failure={read.failure} />;
  const search = await searchParams;
  const [object, draft] = [[search.object].flat()[0], [search.draft].flat()[0]];
  return <RegisterWizard place={{ regionId: place.region, projectId: place.project }} objectId={object} draftId={draft} />;
}
