import { cookies } from "next/headers";
import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { signOutAction } from "@/app/(console)/sign-out";
import { ConsoleFrame } from "@/components/console/console-frame";
import type { NavItemId } from "@/components/shell/nav-items";
import { parseTheme, THEME_COOKIE } from "@/components/shell/preferences";
import type { RegionChoice } from "@/components/shell/region-switcher";
import { listRegionAccess } from "@/lib/iam/list-projects";
import { refusalsOf } from "@/lib/iam/refusals-of";
import { countWaiting } from "@/lib/members/queries/count-waiting";
import { isAppError } from "@/lib/platform/errors";
import { currentActor } from "@/lib/platform/http/actor";
import type { PlaceParams } from "@/lib/platform/http/place-params";
import { signedIn } from "@/lib/platform/http/signed-in";
import { type FunctionName, offFunctions } from "@/lib/platform/operation/contract";

/** Pages that go with what a contract may leave out. */
const PAGES_OF: Partial<Record<FunctionName, readonly NavItemId[]>> = { servers: ["servers"], audit: ["audit"] };

/** The frame of every page of one region and project. A project of another account does not exist here. */
export default async function ConsoleLayout({ children, params }: { children: ReactNode; params: Promise<PlaceParams> }) {
  const { region, project } = await params;
  const actor = await signedIn(() => currentActor({ regionId: region, projectId: project }), `/r/${region}/p/${project}/overview`).catch(
    (error: unknown) => {
      if (isAppError(error) && error.code === "notFound") notFound();
      throw error;
    },
  );
  const [access, locale, theme, t, waiting] = await Promise.all([
    listRegionAccess(actor),
    getLocale(),
    cookies(),
    getTranslations("console"),
    // Who may not list images has no inbox, and still a frame.
    countWaiting(actor, {}).catch((error: unknown) => {
      if (isAppError(error) && error.code !== "internal") return [];
      throw error;
    }),
  ]);
  const choices: readonly RegionChoice[] = access.map(({ id, nameEn, nameZh, geography, projectId, imagesUsed, imagesLimit }) => ({
    id,
    name: locale === "en" ? nameEn : nameZh,
    geography: t(`geographies.${geography}`),
    projectId,
    note: imagesLimit === undefined ? undefined : t("images", { used: String(imagesUsed), limit: String(imagesLimit) }),
  }));
  return (
    <ConsoleFrame
      place={{ regionId: region, projectId: project }}
      user={{ name: actor.userName, account: actor.accountName }}
      regions={choices}
      theme={parseTheme(theme.get(THEME_COOKIE)?.value)}
      signOut={signOutAction}
      refusals={refusalsOf(actor)}
      administrator={actor.accountOwner}
      hiddenPages={offFunctions(actor.accountName).flatMap((name) => PAGES_OF[name] ?? [])}
      waitingShares={waiting.find(({ projectId }) => projectId === project)?.count ?? 0}
      operator={actor.operator}
    >
      {children}
    </ConsoleFrame>
  );
}
