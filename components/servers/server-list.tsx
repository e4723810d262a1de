"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { serverQueries } from "@/lib/servers/client";
import { isServerTransient, type ServerView } from "@/lib/servers/model";
import type { ServerListFilter } from "@/lib/servers/schemas";
import { toSearchParams } from "@/lib/servers/search";
import { hrefIn } from "../console/page-place";

import { ResourceList } from "../console/resource-list";
import { useListAddress } from "../console/use-list-address";

import { TagBadges } from "../tags/tag-badges";
import { TagFilter } from "../tags/tag-filter";
import { useTagChips } from "../tags/use-tag-chips";

import { ButtonLink, Link } from "../ui/controls/link";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { ServerRowMenu } from "./server-row-menu";
import { ServerStatus } from "./server-status";
import { ServerTabs } from "./server-tabs";

export function ServerList({ place, filter, operator }: { place: ConsolePlace; filter: ServerListFilter; operator: boolean }) {
  const t = useTranslations("servers");
  const kind = filter.kind === "bms" ? "bms" : "ecs";
  const query = useQuery({
    ...serverQueries.list(place, filter),
    refetchInterval: ({ state }) => (state.data?.items.some(isServerTransient) ? 2_000 : 30_000),
  });
  const columns = useColumns(place);
  const address = useListAddress({ ...filter, kind: undefined }, toSearchParams); // the kind is the path's
  const chips = useTagChips(filter.tags, (tags) => address.go({ tags }));
  const toImages = (
    <ButtonLink variant="primary" href={hrefIn(place, "/images/private")}>
      {t("empty.action")}
    </ButtonLink>
  );
  return (
    <ResourceList
      title={t("title")}
      header={{ help: t("help") }}
      above={<ServerTabs place={place} operator={operator} />}
      query={query}
      address={address}
      chips={chips}
      filters={<TagFilter place={place} onAdd={(tag) => address.go({ tags: [...new Set([...filter.tags, tag])] })} />}
      search={{ label: t("search"), value: filter.q, onSearch: (q) => address.go({ q }) }}
      empty={{ title: t(`empty.${kind}.title`), children: t(`empty.${kind}.body`), actions: toImages }}
      table={{
        columns,
        rowId: (server) => server.id,
        rowName: (server) => server.name,
        rowActions: (server) => <ServerRowMenu place={place} server={server} />,
      }}
    />
  );
}

function useColumns(place: ConsolePlace): readonly Column<ServerView>[] {
  const t = useTranslations("servers");
  const m = useTranslations("manage");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("fields.name"),
        rowHeader: true,
        cell: (server) => (
          <Link href={hrefIn(place, `/servers/${server.id}`)} className="block truncate font-medium" title={server.name}>
            {server.name}
          </Link>
        ),
      },
      { id: "status", header: t("fields.status"), cell: (server) => <ServerStatus server={server} /> },
      { id: "flavor", header: t("fields.flavor"), cell: (server) => server.flavorId, noWrap: true },
      { id: "zone", header: t("fields.zone"), cell: (server) => server.zoneId, noWrap: true, hideOnCards: true },
      { id: "image", header: t("fields.image"), cell: (server) => server.imageName },
      { id: "tags", header: m("columns.tags"), cell: (server) => <TagBadges tags={server.tags} max={2} />, hideOnCards: true },
      { id: "createdAt", header: t("fields.createdAt"), noWrap: true, cell: (server) => <Timestamp value={server.createdAt} /> },
    ],
    [place, t, m],
  );
}
