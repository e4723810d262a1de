import type { ReactNode } from "react";
import type { Refusals } from "@/lib/iam/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { LOCALE_COOKIE } from "@/lib/platform/i18n/locale";
import type { Namespace } from "@/lib/platform/i18n/namespaces";
import { ClientMessages } from "../shell/client-messages";
import { ConsoleShell } from "../shell/console-shell";
import { NAV_PATHS, type NavItemId, navItems, placeHref } from "../shell/nav-items";
import type { Theme } from "../shell/preferences";
import { RegionNames } from "../shell/region-names";
import type { RegionChoice } from "../shell/region-switcher";
import type { ShellUser } from "../shell/user-menu";
import { UploadDock } from "../uploads/upload-dock";
import { UploadProvider } from "../uploads/upload-provider";
import { ConsoleJobBell } from "./console-job-bell";
import { ConsolePalette } from "./console-palette";
import { QueryProvider } from "./query-provider";
import { RightsProvider } from "./rights";

export interface ConsoleFrameProps {
  /** Shared images that wait for an answer here. */
  waitingShares: number;
  /** Runs the platform, and so reviews what is offered in the market. */
  operator: boolean;
  /** Administers the account's users. */
  administrator: boolean;
  /** What the user may not do in this project. */
  refusals: Refusals;
  place: ConsolePlace;
  user: ShellUser;
  regions: readonly RegionChoice[];
  theme: Theme;
  signOut: () => Promise<void>;
  /** Pages that the account's contract leaves out. */
  hiddenPages?: readonly NavItemId[];
  children: ReactNode;
}

/** Words that client components of more than one page use. */
const NAMESPACES: readonly Namespace[] = [
  "backups",
  "console", //
  "constructs",
  "exchange",
  "images",
  "jobs",
  "making",
  "manage",
  "objects",
  "pricing",
  "servers",
  "volumes",
];

/** Wires the shell to this service: who, where, what runs, what uploads. Everything that must outlive a page lives here. */
export function ConsoleFrame(props: ConsoleFrameProps) {
  const { place, user, refusals, regions, theme, signOut, waitingShares, operator, administrator, hiddenPages = [], children } = props;
  const at = { region: place.regionId, projectId: place.projectId };
  const hidden = [...hiddenPages, ...(operator ? [] : ["marketReviews" as const]), ...(administrator ? [] : ["users" as const])];
  const nav = navItems(at, { badges: { sharedImages: waitingShares }, hidden });
  const shell = { user, signOut, regions, region: place.regionId, projectName: place.regionId, nav, theme, localeCookie: LOCALE_COOKIE };
  return (
    <ClientMessages namespaces={NAMESPACES}>
      <QueryProvider>
        <UploadProvider place={place}>
          <RegionNames regions={regions}>
            <RightsProvider refusals={refusals}>
              <ConsoleShell
                {...shell}
                homeHref={placeHref(at, NAV_PATHS.overview)}
                palette={<ConsolePalette place={place} nav={nav} />}
                jobs={<ConsoleJobBell place={place} />}
                uploads={<UploadDock />}
              >
                {children}
              </ConsoleShell>
            </RightsProvider>
          </RegionNames>
        </UploadProvider>
      </QueryProvider>
    </ClientMessages>
  );
}
