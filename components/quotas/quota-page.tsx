"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { quotaQueries } from "@/lib/quotas/client";
import { ResourceList } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { useRegionName } from "../shell/region-names";
import { ProgressBar } from "../ui/data/progress-bar";
import { Card } from "../ui/layout/card";
import { useRequestColumns } from "./quota-requests";
import { QuotaTabs } from "./quota-tabs";
import { RequestQuotaDialog } from "./request-quota-dialog";

/** What the project may hold, and what more was asked for. */
export function QuotaPage({ place, operator }: { place: ConsolePlace; operator: boolean }) {
  const t = useTranslations("manage");
  const [asking, setAsking] = useState(false);
  const regionName = useRegionName();
  const forbidden = useWhyForbidden();
  const { data } = useQuery(quotaQueries.current(place));
  const query = useQuery(quotaQueries.requests(place, false));
  const columns = useRequestColumns(false);
  const above = (
    <>
      <QuotaTabs place={place} operator={operator} />
      {data === undefined ? null : (
        <div className="mb-6">
          <Card title={regionName(place.regionId)}>
            <dl className="grid gap-4 sm:grid-cols-2">
              <Use name={t("quota.images")} used={data.imagesUsed} limit={data.imagesLimit} />
              <Use name={t("quota.tasks")} used={data.tasksRunning} limit={data.tasksLimit} />
            </dl>
          </Card>
        </div>
      )}
      <h2 className="mb-2 font-semibold">{t("quota.requests")}</h2>
    </>
  );
  return (
    <>
      <ResourceList
        title={t("quota.title")}
        caption={t("quota.requests")}
        header={{ help: t("quota.help"), count: undefined }} // requests are not what the page is named after
        above={above}
        query={query}
        create={{ label: t("quota.request"), open: setAsking, disabledReason: forbidden("ims:quotas:create") }}
        empty={{ title: t("quota.noRequests") }}
        table={{
          columns,
          rowId: ({ id }) => id,
          rowName: ({ regionId, createdAt }) => `${regionName(regionId)} ${createdAt}`,
          skeletonRows: 2,
        }}
      />
      {asking ? <RequestQuotaDialog place={place} limit={data?.imagesLimit ?? 0} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function Use({ name, used, limit }: { name: string; used: number; limit: number }) {
  const t = useTranslations("manage");
  const words = t("quota.of", { used, limit });
  return (
    <div>
      <dt className="text-muted text-sm">{name}</dt>
      <dd className="mt-1 space-y-1">
        <span className="block font-medium text-lg">{words}</span>
        <ProgressBar
          name={name}
          valueText={words}
          percent={(used / Math.max(1, limit)) * 100}
          tone={used >= limit ? "danger" : "progress"}
        />
      </dd>
    </div>
  );
}
