"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { quotaQueries } from "@/lib/quotas/client";
import type { ProjectQuotaView } from "@/lib/quotas/model";
import { useWhyForbidden } from "../console/rights";
import { useReadFailure } from "../console/use-read-failure";
import { useRegionName } from "../shell/region-names";
import { Button } from "../ui/controls/button";
import { DataTable } from "../ui/data/data-table";
import { FilterBar } from "../ui/data/filter-bar";
import type { Column } from "../ui/data/table-model";
import { EmptyState } from "../ui/feedback/empty-state";
import { SearchInput } from "../ui/forms/search-input";
import { ChangeQuotaDialog } from "./change-quota-dialog";

/** For the operator: the limits of every account in every region. */
export function ProjectQuotas({ place }: { place: ConsolePlace }) {
  const t = useTranslations("manage");
  const [q, setQ] = useState("");
  const regionName = useRegionName();
  const forbidden = useWhyForbidden();
  const [changing, setChanging] = useState<ProjectQuotaView>();
  const { data = [], error, isPending, refetch } = useQuery(quotaQueries.projects(place, q));
  const failure = useReadFailure(error, refetch);
  const columns: Column<ProjectQuotaView>[] = [
    { id: "account", header: t("quota.account"), rowHeader: true, cell: ({ accountName }) => accountName },
    { id: "region", header: t("quota.region"), cell: ({ regionId }) => regionName(regionId) },
    {
      id: "images",
      header: t("quota.images"),
      align: "end",
      cell: ({ imagesUsed, imagesLimit }) => t("quota.of", { used: imagesUsed, limit: imagesLimit }),
    },
    { id: "tasks", header: t("quota.tasks"), align: "end", cell: ({ tasksLimit }) => tasksLimit },
  ];
  return (
    <section aria-label={t("quota.allLimits")}>
      <h2 className="mb-2 font-medium">{t("quota.allLimits")}</h2>
      <FilterBar>
        <SearchInput label={t("quota.search")} value={q} onSearch={setQ} className="w-full sm:w-72" />
      </FilterBar>
      <DataTable
        caption={t("quota.allLimits")}
        columns={columns}
        rows={data}
        rowId={({ projectId }) => projectId}
        rowName={({ accountName, regionId }) => `${accountName} ${regionName(regionId)}`}
        rowActions={(quota) => (
          <Button size="sm" disabledReason={forbidden("ims:quotas:update")} onClick={() => setChanging(quota)}>
            {t("quota.change")}
          </Button>
        )}
        state={isPending ? "loading" : "ready"}
        skeletonRows={3}
        empty={<EmptyState kind="noMatch" />}
        error={failure}
      />
      {changing === undefined ? null : <ChangeQuotaDialog place={place} quota={changing} onClose={() => setChanging(undefined)} />}
    </section>
  );
}
