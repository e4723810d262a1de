"use client";

import clsx from "clsx";
import Archive from "lucide-react/icons/archive";
import Box from "lucide-react/icons/box";
import CircleHelp from "lucide-react/icons/circle-question-mark";
import ClipboardCheck from "lucide-react/icons/clipboard-check";
import Coins from "lucide-react/icons/coins";
import Gauge from "lucide-react/icons/gauge";
import Globe from "lucide-react/icons/globe";
import HardDrive from "lucide-react/icons/hard-drive";
import History from "lucide-react/icons/history";
import KeyRound from "lucide-react/icons/key-round";
import LayoutDashboard from "lucide-react/icons/layout-dashboard";
import ListChecks from "lucide-react/icons/list-checks";
import LoaderCircle from "lucide-react/icons/loader-circle";
import ScrollText from "lucide-react/icons/scroll-text";
import Server from "lucide-react/icons/server";
import Share2 from "lucide-react/icons/share-2";
import Store from "lucide-react/icons/store";
import Tag from "lucide-react/icons/tag";
import Users from "lucide-react/icons/users";
import { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { PageLink } from "../ui/controls/page-link";
import { isUnder, type NavGroup, type NavItem } from "./nav-items";

const ICONS = {
  overview: LayoutDashboard,
  publicImages: Globe,
  privateImages: Box,
  sharedImages: Share2,
  marketImages: Store,
  marketReviews: ClipboardCheck,
  servers: Server,
  volumes: HardDrive,
  backups: History,
  buckets: Archive,
  keys: KeyRound,
  costs: Coins,
  tags: Tag,
  quotas: Gauge,
  jobs: ListChecks,
  audit: ScrollText,
  users: Users,
  help: CircleHelp,
} as const satisfies Record<NavItem["id"], unknown>;

/** The pages of the console. `onNavigate` closes the drawer it may stand in. */
export function Nav({ groups, onNavigate }: { groups: readonly NavGroup[]; onNavigate?: () => void }) {
  const t = useTranslations("shell");
  return (
    <nav aria-label={t("mainNavigation")} className="flex flex-col gap-4 p-3">
      {groups.map((group) => (
        <div key={group.id}>
          {group.id === "images" || group.id === "resources" ? (
            <h2 id={`nav-${group.id}`} className="px-2 pb-1 font-medium text-faint text-xs">
              {t(`groups.${group.id}`)}
            </h2>
          ) : null}
          <ul className="flex flex-col gap-px">
            {group.items.map((item) => (
              <NavLink key={item.id} item={item} onNavigate={onNavigate} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function NavLink({ item, onNavigate }: { item: NavItem; onNavigate: (() => void) | undefined }) {
  const t = useTranslations("shell");
  const pathname = usePathname();
  const current = isUnder(pathname, item.href);
  return (
    <li>
      <PageLink
        href={item.href}
        onClick={onNavigate}
        aria-current={current ? (pathname === item.href ? "page" : "true") : undefined}
        className={clsx(
          "flex h-8 items-center gap-2.5 rounded-md px-2 max-lg:h-10",
          current ? "bg-accent-soft font-medium text-accent-text" : "text-muted hover:bg-hover hover:text-text",
        )}
      >
        <NavIcon id={item.id} />
        <span className="min-w-0 flex-1 truncate">{t(`pages.${item.id}`)}</span>
        {item.badge !== undefined && item.badge > 0 ? (
          <span className="min-w-5 rounded-full bg-danger-solid px-1.5 text-center font-semibold text-on-accent text-xs">
            {item.badge > 99 ? "99+" : item.badge}
            <span className="sr-only">{t("waiting")}</span>
          </span>
        ) : null}
      </PageLink>
    </li>
  );
}

/** Turns while the page it leads to is on its way. */
function NavIcon({ id }: { id: NavItem["id"] }) {
  const { pending } = useLinkStatus();
  const Icon = pending ? LoaderCircle : ICONS[id];
  return <Icon aria-hidden size={16} className={clsx("shrink-0", pending && "animate-spin")} />;
}
