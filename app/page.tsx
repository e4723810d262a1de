import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";

import { NoPermission } from "@/components/ui/feedback/empty-state";
import { listRegionAccess } from "@/lib/iam/list-projects";
import { currentActor } from "@/lib/platform/http/actor";
import { signedIn } from "@/lib/platform/http/signed-in";
import { LAST_REGION_COOKIE } from "@/lib/regions/model";

/** The way in: the overview of the region last used, or of the first one with a grant. */
export default async function HomePage() {
  const actor = await signedIn(() => currentActor({}), "/");
  const granted = (await listRegionAccess(actor)).filter((region) => region.projectId !== undefined);
  const last = (await cookies()).get(LAST_REGION_COOKIE)?.value;
  const region = granted.find(({ id }) => id === last) ?? granted[0];
  if (region?.projectId !== undefined) redirect(`/r/${region.id}/p/${region.projectId}/overview`);
  const t = await getTranslations("session");
  return (
    <main id="main" className="mx-auto max-w-2xl p-8">
      <NoPermission action="ims:images:list" grantor={t("askForGroup")} />
    </main>
  );
}
