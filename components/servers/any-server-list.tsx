"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { serverQueries } from "@/lib/servers/client";
import type { AnyServerView } from "@/lib/servers/model";
import type { AnyServerListFilter } from "@/lib/servers/schemas";
import { toAnySearchParams } from "@/lib/servers/search";
import { ResourceList } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { useListAddress } from "../console/use-list-address";
import { TagBadges } from "../tags/tag-badges";
import { TagFilter } from "../tags/tag-filter";
import { useTagChips } from "../tags/use-tag-chips";
import { Button } from "../ui/controls/button";
import { FilterSelect } from "../ui/data/filter-bar";
import { RowActions } from "../ui/data/row-actions";
import { Status } from "../ui/data/status";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { FreezeDialog } from "./freeze-dialog";
import { SERVER_TONES } from "./server-status";
import { ServerTabs } from "./server-tabs";

/** For the operator: the servers of every account in the region, frozen while fees are owed and renewed when they are paid (LIM-51, PRI-21). */
export function AnyServerList({ place, filter }: { place: ConsolePlace; filter: AnyServerListFilter }) {
  const t = useTranslations("servers");
  const forbidden = useWhyForbidden();
  const [changing, setChanging] = useState<AnyServerView>();
  const query = useQuery({ ...serverQueries.any(place, filter), refetchInterval: 30_000 });
  const columns = useColumns();
  const address = useListAddress(filter, toAnySearchParams);
  const chips = useTagChips(filter.tags, (tags) => address.go({ tags }));
  const byFreeze = (
    <FilterSelect
      label={t("any.fees")}
      allLabel={t("any.all")}
      value={filter.frozen ? "frozen" : ""}
      options={[{ value: "frozen", label: t("any.onlyFrozen") }]}
      onChange={(value) => address.go({ frozen: value === "frozen" })}
    />
  );
  const rowActions = (server: AnyServerView) => (
    <RowActions
      main={
        <Button size="sm" disabledReason={forbidden("ecs:servers:freeze")} onClick={() => setChanging(server)}>
          {t(server.frozenAt === null ? "freeze.action" : "renew.action")}
          <span className="sr-only"> {server.name}</span>
        </Button>
      }
    />
  );
  return (
    <>
      <ResourceList
        title={t("title")}
        caption={t("any.title")}
        header={{ help: t("any.help") }}
        above={<ServerTabs place={place} operator />}
        query={query}
        address={address}
        search={{ label: t("any.search"), value: filter.q, onSearch: (q) => address.go({ q }) }}
        chips={chips}
        filters={
          <>
            {byFreeze}
            <TagFilter place={place} onAdd={(tag) => address.go({ tags: [...new Set([...filter.tags, tag])] })} />
          </>
        }
        empty={{ kind: "nothingHere", title: t("any.empty") }}
        table={{ columns, rowId: ({ id }) => id, rowName: ({ name }) => name, rowActions }}
      />
      {changing === undefined ? null : <FreezeDialog place={place} server={changing} onClose={() => setChanging(undefined)} />}
    </>
  );
}

function useColumns(): readonly Column<AnyServerView>[] {
  const t = useTranslations("servers");
  const m = useTranslations("manage");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("fields.name"),
        rowHeader: true,
        cell: ({ name }) => <span className="break-words font-medium">{name}</span>,
      },
      { id: "account", header: t("any.account"), cell: ({ accountName }) => accountName },
      {
        id: "status",
        header: t("fields.status"),
        cell: ({ state, frozenAt }) => (
          <Status tone={SERVER_TONES[state]} note={frozenAt === null ? undefined : <Timestamp value={frozenAt} />}>
            {t(`statuses.${state}`)}
          </Status>
        ),
      },
      { id: "flavor", header: t("fields.flavor"), cell: ({ flavorId }) => flavorId, noWrap: true },
      { id: "zone", header: t("fields.zone"), cell: ({ zoneId }) => zoneId, noWrap: true, hideOnCards: true },
      { id: "tags", header: m("columns.tags"), cell: ({ tags }) => <TagBadges tags={tags} max={2} />, hideOnCards: true },
      { id: "createdAt", header: t("fields.createdAt"), noWrap: true, cell: ({ createdAt }) => <Timestamp value={createdAt} /> },
    ],
    [t, m],
  );
}
