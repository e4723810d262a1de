"use client";

import { useQuery } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import Plus from "lucide-react/icons/plus";
import RefreshCw from "lucide-react/icons/refresh-cw";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useCallback, useMemo } from "react";
import { imageListPath, imageQueries } from "@/lib/images/client";
import { type ImageType, type ImageView, isTransient } from "@/lib/images/model";
import { MAKING_ITEMS } from "@/lib/images/rules/item-of";
import type { ImageListFilter } from "@/lib/images/schemas";
import { toSearchParams, wholeList } from "@/lib/images/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatNumber } from "@/lib/platform/format/number";
import { type Chosen, NOBODY } from "../console/choosable-table";
import { hrefIn } from "../console/page-place";
import { ResourceList } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { useListAddress } from "../console/use-list-address";
import { ExportProgress } from "../exports/export-progress";
import { HelpLinks } from "../help/help-links";
import { MANAGE_GUIDES } from "../help/help-topics";
import { usePageActions } from "../shell/page-actions";
import { buttonClass } from "../ui/controls/button-style";
import { IconButton } from "../ui/controls/icon-button";
import { ButtonLink } from "../ui/controls/link";
import { useImageColumns } from "./image-columns";
import { ImageFilters } from "./image-filters";
import { useEmptyWords } from "./image-list-empty";
import { ImageRowMenu } from "./image-row-menu";
import { BulkBar } from "./list/bulk-bar";
import { ColumnPicker } from "./list/column-picker";
import { SavedFilters } from "./list/saved-filters";
import { useListPreference } from "./list/use-list-preference";
import { QuotaStrip } from "./quota-strip";

const BUSY_POLL_MS = 2_000;
const IDLE_POLL_MS = 30_000;

const PRIVATE_HELP = [...MANAGE_GUIDES, "system-with-packer"] as const;

/** One list of images: filter, sort and page live in the address; what changes by itself is refetched. */
export function ImageList({ place, filter, operator = false }: { place: ConsolePlace; filter: ImageListFilter; operator?: boolean }) {
  const t = useTranslations("images");
  const m = useTranslations("manage");
  const locale = useLocale();
  const router = useRouter();
  const address = useImageAddress(filter);
  const forbidden = useWhyForbidden();
  const query = useQuery({
    ...imageQueries.list(place, filter),
    refetchInterval: ({ state }) => (state.data?.items.some(isTransient) ? BUSY_POLL_MS : IDLE_POLL_MS),
  });
  const [preference, prefer] = useListPreference(place, filter.bin ? "images.bin" : `images.${filter.type}`);
  const { columns, choices, shown } = useImageColumns(place, filter, preference.columns);
  useListActions(place, filter.type, query.refetch);
  const rowActions = useCallback((image: ImageView) => <ImageRowMenu place={place} image={image} operator={operator} />, [place, operator]);
  const empty = useEmptyWords(place, filter);
  const { data, refetch } = query;
  const title = filter.bin ? m("bin.title") : t(`types.${filter.type}`);
  const manageable = filter.type === "private";
  const tools = (
    <>
      <SavedFilters
        filters={preference.filters ?? []}
        current={toSearchParams({ ...filter, cursor: undefined }).toString()}
        onOpen={(saved) => router.replace(`${hrefIn(place, `/images/${filter.type}`)}?${saved}`)}
        onChange={(filters) => prefer({ filters })}
      />
      <ColumnPicker columns={choices} shown={shown} onChange={(ids) => prefer({ columns: ids })} />
      {filter.type === "private" || filter.type === "public" ? (
        <a
          href={imageListPath(place, filter, locale)}
          download
          aria-label={m("exportList")}
          title={m("exportList")}
          className={buttonClass({ variant: "ghost", className: "w-8 px-0!" })}
        >
          <Download aria-hidden size={16} />
        </a>
      ) : null}
      <IconButton label={t("refresh")} icon={<RefreshCw aria-hidden size={16} />} onClick={() => void refetch()} />
    </>
  );
  const help = (
    <>
      <p>{filter.bin ? m("bin.help") : t(`help.${filter.type}`)}</p>
      <HelpLinks to={filter.type === "private" ? PRIVATE_HELP : ["public-images", "export-list", "why"]} />
    </>
  );
  const actions = filter.bin ? (
    <ButtonLink href={hrefIn(place, "/images/private")}>{m("bin.back")}</ButtonLink>
  ) : filter.type === "private" ? (
    <ButtonLink
      variant="primary"
      icon={<Plus aria-hidden size={16} />}
      href={hrefIn(place, "/images/private/create")}
      disabledReason={forbidden(...MAKING_ITEMS)}
    >
      {t("create")}
    </ButtonLink>
  ) : undefined;
  const above = (
    <>
      {manageable ? <QuotaStrip place={place} inBin={filter.bin} /> : null}
      {manageable ? <ExportProgress place={place} /> : null}
      <ImageFilters place={place} filter={filter} go={address.go} tools={tools} />
    </>
  );
  const bulk = (chosen: Chosen, choose: (next: Chosen) => void) =>
    chosen.all || chosen.ids.size > 0 ? (
      <BulkBar
        place={place}
        filter={filter}
        {...chosen}
        total={data?.total ?? 0}
        onAll={(all) => choose({ ...chosen, all })}
        onClear={() => choose(NOBODY)}
      />
    ) : null;
  return (
    <ResourceList
      title={title}
      header={{ help, actions, count: data === undefined ? undefined : formatNumber(data.total, locale) }}
      above={above}
      bulk={manageable ? bulk : undefined}
      query={query}
      showRefresh
      address={address}
      empty={empty}
      table={{
        columns,
        rowId: (image) => image.id,
        rowName: (image) => image.name,
        sort: { id: filter.sort.replace("-", ""), desc: filter.sort.startsWith("-") },
        sortHref: (sort) => address.href({ sort: `${sort.desc ? "-" : ""}${sort.id === "name" ? "name" : "createdAt"}` }),
        rowActions,
        skeletonRows: filter.size,
      }}
    />
  );
}

/** The order is no filter, and to clear the filter of the bin does not lead out of it. */
function useImageAddress(filter: ImageListFilter) {
  const address = useListAddress(filter, toSearchParams);
  const { isFiltered } = useListAddress({ ...filter, bin: false, sort: "-createdAt" as const }, toSearchParams);
  const { cursor: _cursor, ...unfiltered } = { ...wholeList(filter.type), bin: filter.bin };
  const router = useRouter();
  return { ...address, isFiltered, clear: () => router.replace(`?${toSearchParams(unfiltered)}`, { scroll: false }) };
}

/** What the palette offers first on this page. */
function useListActions(place: ConsolePlace, type: ImageType, refetch: () => unknown): void {
  const t = useTranslations("images");
  const router = useRouter();
  const disabledReason = useWhyForbidden()(...MAKING_ITEMS);
  usePageActions(
    useMemo(() => {
      const create = { id: "create", label: t("create"), disabledReason, run: () => router.push(hrefIn(place, "/images/private/create")) };
      return [...(type === "private" ? [create] : []), { id: "refresh", label: t("refresh"), run: () => void refetch() }];
    }, [place, type, refetch, router, t, disabledReason]),
  );
}
