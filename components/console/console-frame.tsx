import type { ReactNode } from "react";
import { LOCALE_COOKIE } from "@/lib/platform/i18n/locale";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { ClientMessages } from "../shell/client-messages";
import { ConsoleShell } from "../shell/console-shell";
import { NAV_PATHS, navItems, placeHref } from "../shell/nav-items";
import type { Theme } from "../shell/preferences";
import type { RegionChoice } from "../shell/region-switcher";
import type { ShellUser } from "../shell/user-menu";
import { UploadDock } from "../uploads/upload-dock";
import { UploadProvider } from "../uploads/upload-provider";
import { ConsoleJobBell } from "./console-job-bell";
import { ConsolePalette } from "./console-palette";
import { QueryProvider } from "./query-provider";

export interface ConsoleFrameProps {
  place: ConsolePlace;
  user: ShellUser;
  regions: readonly RegionChoice[];
  theme: Theme;
  signOut: () => Promise<void>;
  children: ReactNode;
}

/** Wires the shell to this service: who, where, what runs, what uploads. Everything that must outlive a page lives here. */
export function ConsoleFrame({ place, user, regions, theme, signOut, children }: ConsoleFrameProps) {
  const at = { region: place.regionId, projectId: place.projectId };
  const nav = navItems(at);
  const shell = { user, signOut, regions, region: place.regionId, projectName: place.regionId, nav, theme, localeCookie: LOCALE_COOKIE };
  return (
    <ClientMessages namespaces={["console", "images", "servers", "objects", "jobs"]}>
      <QueryProvider>
        <UploadProvider place={place}>
          <ConsoleShell
            {...shell}
            homeHref={placeHref(at, NAV_PATHS.overview)}
            palette={<ConsolePalette place={place} nav={nav} />}
            jobs={<ConsoleJobBell place={place} />}
            uploads={<UploadDock />}
          >
            {children}
          </ConsoleShell>
        </UploadProvider>
      </QueryProvider>
    </ClientMessages>
  );
}
