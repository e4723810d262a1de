import { useTranslations } from "next-intl";
import { Activity, type ReactNode } from "react";
import { PageLink } from "../ui/controls/page-link";
import { Logo } from "./logo";
import { Nav } from "./nav";
import { NavDrawer } from "./nav-drawer";
import type { NavGroup } from "./nav-items";
import type { Theme } from "./preferences";
import { type RegionChoice, RegionSwitcher } from "./region-switcher";
import { LanguageMenu, type ShellUser, ThemeMenu, type UserLink, UserMenu } from "./user-menu";

export interface ConsoleShellProps {
  user: ShellUser;
  userLinks?: readonly UserLink[];
  /** Server action. */
  signOut: () => Promise<void>;
  regions: readonly RegionChoice[];
  /** Id of the region in the address. */
  region: string;
  projectName: string;
  /** From `navItems()`. */
  nav: readonly NavGroup[];
  homeHref: string;
  theme: Theme;
  localeCookie: string;
  /** `<Palette>`, in a client component of the caller that knows how to search. */
  palette: ReactNode;
  /** `<JobBell>`, in a client component of the caller that keeps it fresh. */
  jobs: ReactNode;
  /** `<UploadPanel>`; it must live above the router. */
  uploads?: ReactNode;
  children: ReactNode;
}

/** The frame of every console page: top bar, navigation, one `main`. The navigation comes to life by itself: no click elsewhere waits for it. */
export function ConsoleShell(props: ConsoleShellProps) {
  const t = useTranslations("shell");
  return (
    <>
      <a
        href="#main"
        className="sr-only rounded-md bg-accent px-4 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:start-4 focus:top-2 focus:z-60"
      >
        {t("skipToContent")}
      </a>
      <TopBar {...props} />
      <div className="lg:grid lg:grid-cols-[14rem_minmax(0,1fr)]">
        <div className="sticky top-12 hidden h-[calc(100dvh-3rem)] overflow-y-auto border-line border-e lg:block">
          <Activity>
            <Nav groups={props.nav} />
          </Activity>
        </div>
        <main
          id="main"
          tabIndex={-1}
          className="min-w-0 px-4 pt-5 pb-20 focus:outline-none [body:has([data-upload-panel=closed])_&]:pb-40 [body:has([data-upload-panel=open])_&]:pb-[calc(40vh+8rem)] sm:px-6 lg:px-8"
        >
          <div className="mx-auto max-w-[100rem]">{props.children}</div>
        </main>
      </div>
      {props.uploads}
    </>
  );
}

function TopBar(props: ConsoleShellProps) {
  const t = useTranslations("shell");
  const preferences = (
    <>
      <LanguageMenu cookie={props.localeCookie} />
      <ThemeMenu theme={props.theme} />
    </>
  );
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-1 border-line border-b bg-surface px-2 sm:gap-2 sm:px-4">
      <NavDrawer groups={props.nav} footer={preferences} />
      <PageLink href={props.homeHref} className="flex h-8 items-center gap-2.5 rounded-md px-1">
        <Logo />
        <span className="sr-only font-semibold md:not-sr-only md:whitespace-nowrap">{t("service")}</span>
      </PageLink>
      <span aria-hidden className="mx-1 hidden h-5 w-px bg-line sm:block" />
      <RegionSwitcher regions={props.regions} current={props.region} />
      <span className="hidden max-w-40 truncate text-muted text-sm md:block" title={t("project", { name: props.projectName })}>
        <span className="sr-only">{t("project", { name: props.projectName })}</span>
        <span aria-hidden>{props.projectName}</span>
      </span>
      <div className="ms-auto flex items-center gap-0.5">
        {props.palette}
        {props.jobs}
        <span className="hidden sm:contents">{preferences}</span>
        <UserMenu user={props.user} links={props.userLinks} signOut={props.signOut} />
      </div>
    </header>
  );
}
