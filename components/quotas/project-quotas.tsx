"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { quotaQueries } from "@/lib/quotas/client";
import type { ProjectQuotaView } from "@/lib/quotas/model";
import { ResourceList } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { useListAddress } from "../console/use-list-address";
import { useRegionName } from "../shell/region-names";
import { Button } from "../ui/controls/button";
import { RowActions } from "../ui/data/row-actions";
import type { Column } from "../ui/data/table-model";
import { ChangeQuotaDialog } from "./change-quota-dialog";
import { QuotaTabs } from "./quota-tabs";

/** For the operator: the limits of every account in every region. */
export function ProjectQuotas({ place, q }: { place: ConsolePlace; q: string }) {
  const t = useTranslations("manage");
  const regionName = useRegionName();
  const forbidden = useWhyForbidden();
  const [changing, setChanging] = useState<ProjectQuotaView>();
  const query = useQuery(quotaQueries.projects(place, q));
  const columns = useColumns();
  const address = useListAddress({ q, size: 20 }, (filter) => new URLSearchParams(filter.q === "" ? {} : { q: filter.q }));
  return (
    <>
      <ResourceList
        title={t("quota.title")}
        caption={t("quota.allLimits")}
        header={{ help: t("quota.allLimitsHelp") }}
        above={<QuotaTabs place={place} operator />}
        query={query}
        address={address}
        search={{ label: t("quota.search"), value: q, onSearch: (next) => address.go({ q: next }) }}
        empty={{ title: t("quota.noLimits") }}
        table={{
          columns,
          rowId: ({ projectId }) => projectId,
          rowName: ({ accountName, regionId }) => `${accountName} ${regionName(regionId)}`,
          rowActions: (quota) => (
            <RowActions
              main={
                <Button size="sm" disabledReason={forbidden("ims:quotas:update")} onClick={() => setChanging(quota)}>
                  {t("quota.change")}
                </Button>
              }
            />
          ),
        }}
      />
      {changing === undefined ? null : <ChangeQuotaDialog place={place} quota={changing} onClose={() => setChanging(undefined)} />}
    </>
  );
}

function useColumns(): Column<ProjectQuotaView>[] {
  const t = useTranslations("manage");
  const regionName = useRegionName();
  return [
    {
      id: "account",
      header: t("quota.account"),
      rowHeader: true,
      cell: ({ accountName }) => <span className="wrap-anywhere font-medium">{accountName}</span>,
    },
    { id: "region", header: t("quota.region"), cell: ({ regionId }) => regionName(regionId) },
    {
      id: "images",
      header: t("quota.images"),
      align: "end",
      cell: ({ imagesUsed, imagesLimit }) => t("quota.of", { used: imagesUsed, limit: imagesLimit }),
    },
    { id: "tasks", header: t("quota.tasks"), align: "end", cell: ({ tasksLimit }) => tasksLimit },
  ];
}
