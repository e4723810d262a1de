import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { signOutAction } from "@/app/(console)/sign-out";
import { NoProject } from "@/components/session/no-project";
import { parseTheme, THEME_COOKIE } from "@/components/shell/preferences";
import { listRegionAccess } from "@/lib/iam/list-projects";
import { currentActor } from "@/lib/platform/http/actor";
import { signedIn } from "@/lib/platform/http/signed-in";
import { LAST_REGION_COOKIE } from "@/lib/regions/model";

/** The way in: the overview of the region last used, or of the first one with a grant. */
export default async function HomePage() {
  const actor = await signedIn(() => currentActor({}), "/");
  const granted = (await listRegionAccess(actor)).filter((region) => region.projectId !== undefined);
  const jar = await cookies();
  const last = jar.get(LAST_REGION_COOKIE)?.value;
  const region = granted.find(({ id }) => id === last) ?? granted[0];
  if (region?.projectId !== undefined) redirect(`/r/${region.id}/p/${region.projectId}/overview`);
  return <NoProject userName={actor.userName} theme={parseTheme(jar.get(THEME_COOKIE)?.value)} signOut={signOutAction} />;
}
