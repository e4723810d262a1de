"use client";

import clsx from "clsx";
import Check from "lucide-react/icons/check";
import ChevronsUpDown from "lucide-react/icons/chevrons-up-down";
import MapPin from "lucide-react/icons/map-pin";
import Search from "lucide-react/icons/search";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { HelpLink } from "../help/help-links";
import { PageLink } from "../ui/controls/page-link";
import { Popover } from "../ui/overlays/popover";
import { switchPlace } from "./nav-items";

export interface RegionChoice {
  readonly id: string;
  readonly name: string;
  /** Heading it stands under, in words of the language. */
  readonly geography: string;
  /** The project one would work in there; none: no grant, not selectable. */
  readonly projectId?: string | undefined;
  /** "12 / 50 images". */
  readonly note?: ReactNode;
}

/** Switches the region and keeps the list one is looking at. Regions without a grant are listed and say so. */
export function RegionSwitcher({ regions, current }: { regions: readonly RegionChoice[]; current: string }) {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const wanted = query.trim().toLowerCase();
  const shown = regions.filter((region) => `${region.id} ${region.name}`.toLowerCase().includes(wanted));
  const geographies = [...new Set(shown.map((region) => region.geography))];
  const name = regions.find((region) => region.id === current)?.name ?? current;
  const trigger = (
    <button
      type="button"
      aria-label={t("region", { name })}
      className="forced-border inline-flex h-8 min-w-0 items-center gap-1.5 rounded-md px-2 text-muted hover:bg-hover hover:text-text data-[state=open]:bg-hover"
    >
      <MapPin aria-hidden size={14} className="shrink-0" />
      <span className="max-w-32 truncate text-text sm:max-w-48">{name}</span>
      <ChevronsUpDown aria-hidden size={12} className="shrink-0" />
    </button>
  );
  return (
    <Popover
      trigger={trigger}
      label={t("regions")}
      open={open}
      onOpenChange={setOpen}
      className="flex max-h-[70vh] w-80 flex-col overflow-hidden"
    >
      <label className="relative block border-line border-b">
        <span className="sr-only">{t("findRegion")}</span>
        <Search aria-hidden size={14} className="absolute start-3 top-3 text-muted" />
        <input
          type="search"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          placeholder={t("findRegion")}
          className="h-10 w-full rounded-t-lg bg-transparent ps-9 pe-3 -outline-offset-2 placeholder:text-faint"
        />
      </label>
      <div className="overflow-y-auto p-1">
        {geographies.map((geography) => (
          <section key={geography} aria-label={geography}>
            <h3 className="px-2 pt-2 pb-1 text-faint text-xs">{geography}</h3>
            <ul>
              {shown
                .filter((region) => region.geography === geography)
                .map((region) => (
                  <RegionRow key={region.id} region={region} chosen={region.id === current} onChoose={() => setOpen(false)} />
                ))}
            </ul>
          </section>
        ))}
        {shown.length === 0 ? <p className="px-2 py-4 text-center text-muted text-sm">{t("noRegion")}</p> : null}
      </div>
      <p className="border-line border-t px-3 py-2">
        <HelpLink to="regions" />
      </p>
    </Popover>
  );
}

function RegionRow({ region, chosen, onChoose }: { region: RegionChoice; chosen: boolean; onChoose: () => void }) {
  const t = useTranslations("shell");
  const pathname = usePathname();
  const { projectId } = region;
  const content = (
    <>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{region.name}</span>
        <span className="block truncate font-mono text-faint text-xs">{region.id}</span>
      </span>
      <span className="shrink-0 text-faint text-xs">{projectId === undefined ? t("noGrant") : region.note}</span>
      <span className="w-4 shrink-0">{chosen ? <Check aria-hidden size={14} className="text-accent-text" /> : null}</span>
    </>
  );
  const className = "flex items-center gap-2 rounded-md px-2 py-1.5";
  return (
    <li>
      {projectId === undefined ? (
        <span className={clsx(className, "text-faint")}>{content}</span>
      ) : (
        <PageLink
          href={switchPlace(pathname, { region: region.id, projectId })}
          aria-current={chosen || undefined}
          onClick={onChoose}
          className={clsx(className, "-outline-offset-2 hover:bg-hover")}
        >
          {content}
        </PageLink>
      )}
    </li>
  );
}
