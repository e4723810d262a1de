"use client";

import { useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import RefreshCw from "lucide-react/icons/refresh-cw";
import { useLocale, useTranslations } from "next-intl";
import { imageQueries } from "@/lib/images/client";
import { isTransient } from "@/lib/images/model";
import { type ImageListFilter, toSearchParams } from "@/lib/images/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatNumber } from "@/lib/platform/format/number";
import { hrefIn } from "../console/page-place";
import { useReadFailure } from "../console/use-read-failure";
import { IconButton } from "../ui/controls/icon-button";
import { ButtonLink } from "../ui/controls/link";
import { DataTable } from "../ui/data/data-table";
import { Pager } from "../ui/data/pager";
import { PageHeader } from "../ui/layout/page-header";
import { useImageColumns } from "./image-columns";
import { ImageFilters, useFilterNavigation } from "./image-filters";
import { ImageListEmpty } from "./image-list-empty";
import { ImageRowMenu } from "./image-row-menu";
import { QuotaStrip } from "./quota-strip";

const BUSY_POLL_MS = 2_000;
const IDLE_POLL_MS = 30_000;

/** One list of images: filter, sort and page live in the address; what changes by itself is refetched. */
export function ImageList({ place, filter }: { place: ConsolePlace; filter: ImageListFilter }) {
  const t = useTranslations("images");
  const locale = useLocale();
  const go = useFilterNavigation(place, filter);
  const { data, error, isFetching, isPending, refetch } = useQuery({
    ...imageQueries.list(place, filter),
    refetchInterval: (query) => (query.state.data?.items.some(isTransient) ? BUSY_POLL_MS : IDLE_POLL_MS),
  });
  const columns = useImageColumns(place, filter.type);
  const failure = useReadFailure(error, refetch);
  const title = t(`types.${filter.type}`);
  const href = (next: Partial<ImageListFilter>) => `?${toSearchParams({ ...filter, cursor: undefined, ...next })}`;
  return (
    <>
      <PageHeader
        title={title}
        count={data === undefined ? undefined : `${formatNumber(data.total, locale)}${data.more ? "+" : ""}`}
        help={t(`help.${filter.type}`)}
        actions={
          filter.type === "private" ? (
            <ButtonLink variant="primary" icon={<Plus aria-hidden size={16} />} href={hrefIn(place, "/images/private/create")}>
              {t("create")}
            </ButtonLink>
          ) : undefined
        }
      />
      {filter.type === "private" ? <QuotaStrip place={place} /> : null}
      <ImageFilters filter={filter} go={go} tools={<IconButton label={t("refresh")} icon={<RefreshCw aria-hidden size={16} />} onClick={() => void refetch()} />} />
      <DataTable
        caption={title}
        columns={columns}
        rows={data?.items ?? []}
        rowId={(image) => image.id}
        rowName={(image) => image.name}
        sort={{ id: filter.sort.replace("-", ""), desc: filter.sort.startsWith("-") }}
        sortHref={(sort) => href({ sort: `${sort.desc ? "-" : ""}${sort.id === "name" ? "name" : "createdAt"}` })}
        rowActions={(image) => <ImageRowMenu place={place} image={image} />}
        state={isPending ? "loading" : isFetching ? "refreshing" : "ready"}
        skeletonRows={filter.size}
        empty={<ImageListEmpty place={place} filter={filter} go={go} />}
        error={failure}
      />
      <Pager
        label={title}
        previousHref={data?.previousCursor ? href({ cursor: data.previousCursor }) : undefined}
        nextHref={data?.nextCursor ? href({ cursor: data.nextCursor }) : undefined}
        pageSize={filter.size}
        onPageSize={(size) => go({ size: size === 100 ? 100 : size === 50 ? 50 : 20 })}
      />
    </>
  );
}
