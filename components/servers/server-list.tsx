"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { serverQueries } from "@/lib/servers/client";
import { isServerTransient, type ServerView } from "@/lib/servers/model";
import { type ServerListFilter, toSearchParams } from "@/lib/servers/schemas";
import { hrefIn } from "../console/page-place";
import { useReadFailure } from "../console/use-read-failure";
import { ButtonLink, Link } from "../ui/controls/link";
import { DataTable } from "../ui/data/data-table";
import { FilterBar } from "../ui/data/filter-bar";
import { Pager } from "../ui/data/pager";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { EmptyState } from "../ui/feedback/empty-state";
import { SearchInput } from "../ui/forms/search-input";
import { PageHeader } from "../ui/layout/page-header";
import { ServerRowMenu } from "./server-row-menu";
import { ServerStatus } from "./server-status";

export function ServerList({ place, filter }: { place: ConsolePlace; filter: ServerListFilter }) {
  const t = useTranslations("servers");
  const router = useRouter();
  const { data, error, isPending, refetch } = useQuery({
    ...serverQueries.list(place, filter),
    refetchInterval: (query) => (query.state.data?.items.some(isServerTransient) ? 2_000 : 30_000),
  });
  const columns = useColumns(place);
  const failure = useReadFailure(error, refetch);
  const href = (next: Partial<ServerListFilter>) => `?${toSearchParams({ ...filter, cursor: undefined, ...next })}`;
  const empty =
    filter.q === "" ? (
      <EmptyState kind="nothing" title={t("empty.title")} actions={<ButtonLink variant="primary" href={hrefIn(place, "/images/private")}>{t("empty.action")}</ButtonLink>}>
        {t("empty.body")}
      </EmptyState>
    ) : (
      <EmptyState kind="noMatch" />
    );
  return (
    <>
      <PageHeader title={t("title")} count={data?.total} help={t("help")} />
      <FilterBar>
        <SearchInput label={t("search")} value={filter.q} onSearch={(q) => router.replace(href({ q }))} className="w-full sm:w-72" />
      </FilterBar>
      <DataTable
        caption={t("title")}
        columns={columns}
        rows={data?.items ?? []}
        rowId={(server) => server.id}
        rowName={(server) => server.name}
        rowActions={(server) => <ServerRowMenu place={place} server={server} />}
        state={isPending ? "loading" : "ready"}
        empty={empty}
        error={failure}
      />
      <Pager
        label={t("title")}
        previousHref={data?.previousCursor ? href({ cursor: data.previousCursor }) : undefined}
        nextHref={data?.nextCursor ? href({ cursor: data.nextCursor }) : undefined}
        pageSize={filter.size}
      />
    </>
  );
}

function useColumns(place: ConsolePlace): readonly Column<ServerView>[] {
  const t = useTranslations("servers");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("fields.name"),
        rowHeader: true,
        cell: (server) => (
          <Link href={hrefIn(place, `/servers/${server.id}`)} className="font-medium">
            {server.name}
          </Link>
        ),
      },
      { id: "status", header: t("fields.status"), cell: (server) => <ServerStatus server={server} /> },
      { id: "flavor", header: t("fields.flavor"), cell: (server) => server.flavorId },
      { id: "zone", header: t("fields.zone"), cell: (server) => server.zoneId, hideOnCards: true },
      { id: "image", header: t("fields.image"), cell: (server) => server.imageName },
      { id: "createdAt", header: t("fields.createdAt"), cell: (server) => <Timestamp value={server.createdAt} /> },
    ],
    [place, t],
  );
}
