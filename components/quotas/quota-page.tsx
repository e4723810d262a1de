"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { quotaQueries } from "@/lib/quotas/client";
import { useWhyForbidden } from "../console/rights";
import { useRegionName } from "../shell/region-names";
import { Button } from "../ui/controls/button";
import { ProgressBar } from "../ui/data/progress-bar";
import { Card } from "../ui/layout/card";
import { PageHeader } from "../ui/layout/page-header";
import { ProjectQuotas } from "./project-quotas";
import { QuotaRequests } from "./quota-requests";
import { RequestQuotaDialog } from "./request-quota-dialog";

/** What the project may hold, the way to ask for more, and for the operator everybody's limits and requests. */
export function QuotaPage({ place, operator }: { place: ConsolePlace; operator: boolean }) {
  const t = useTranslations("manage");
  const [asking, setAsking] = useState(false);
  const regionName = useRegionName();
  const forbidden = useWhyForbidden();
  const { data } = useQuery(quotaQueries.current(place));
  return (
    <>
      <PageHeader
        title={t("quota.title")}
        help={t("quota.help")}
        actions={
          <Button variant="primary" disabledReason={forbidden("ims:quotas:create")} onClick={() => setAsking(true)}>
            {t("quota.request")}
          </Button>
        }
      />
      <div className="space-y-6">
        {data === undefined ? null : (
          <Card title={regionName(place.regionId)}>
            <dl className="grid gap-4 sm:grid-cols-2">
              <Use name={t("quota.images")} used={data.imagesUsed} limit={data.imagesLimit} />
              <Use name={t("quota.tasks")} used={data.tasksRunning} limit={data.tasksLimit} />
            </dl>
          </Card>
        )}
        <QuotaRequests place={place} all={false} />
        {operator ? (
          <>
            <QuotaRequests place={place} all />
            <ProjectQuotas place={place} />
          </>
        ) : null}
      </div>
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
        <span className="font-medium text-lg">{words}</span>
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
