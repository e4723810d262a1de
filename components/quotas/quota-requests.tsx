"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { decideQuotaRequestAction } from "@/lib/quotas/actions";
import { quotaQueries } from "@/lib/quotas/client";
import type { QuotaRequestView } from "@/lib/quotas/model";
import { ResourceList } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { useFailureToast } from "../console/use-failure-toast";
import { useRegionName } from "../shell/region-names";
import { Button } from "../ui/controls/button";
import { RowActions } from "../ui/data/row-actions";
import { Status } from "../ui/data/status";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { notify } from "../ui/feedback/notify";
import { QuotaTabs } from "./quota-tabs";

const TONES = { pending: "neutral", approved: "ok", rejected: "warning" } as const;

/** For the operator: what every account asked for, to decide on. */
export function QuotaRequests({ place }: { place: ConsolePlace }) {
  const t = useTranslations("manage");
  const client = useQueryClient();
  const failed = useFailureToast();
  const forbidden = useWhyForbidden();
  const regionName = useRegionName();
  const query = useQuery({ ...quotaQueries.requests(place, true), refetchInterval: 30_000 });
  const columns = useRequestColumns(true);
  const decide = async ({ id }: QuotaRequestView, approve: boolean) => {
    const result = await decideQuotaRequestAction(place, { requestId: id, approve });
    await Promise.all(["quotaRequests", "projectQuotas", "quota"].map((key) => client.invalidateQueries({ queryKey: [key] })));
    if (result.ok) await notify(t("quota.decided"));
    else await failed(result.error);
  };
  const disabledReason = forbidden("ims:quotas:update");
  const rowActions = (request: QuotaRequestView) =>
    request.status === "pending" ? (
      <RowActions
        main={
          <>
            <Button size="sm" disabledReason={disabledReason} onClick={() => void decide(request, true)}>
              {t("quota.approve")}
            </Button>
            <Button size="sm" variant="dangerQuiet" disabledReason={disabledReason} onClick={() => void decide(request, false)}>
              {t("quota.reject")}
            </Button>
          </>
        }
      />
    ) : null;
  return (
    <ResourceList
      title={t("quota.title")}
      caption={t("quota.allRequests")}
      header={{ help: t("quota.allRequestsHelp") }}
      above={<QuotaTabs place={place} operator />}
      query={query}
      empty={{ title: t("quota.noRequests") }}
      table={{
        columns,
        rowId: ({ id }) => id,
        rowName: ({ accountName, regionId }) => `${accountName} ${regionName(regionId)}`,
        rowActions,
        skeletonRows: 3,
      }}
    />
  );
}

/** `all`: with the account that asked. */
export function useRequestColumns(all: boolean): Column<QuotaRequestView>[] {
  const regionName = useRegionName();
  const t = useTranslations("manage");
  const account: Column<QuotaRequestView> = { id: "account", header: t("quota.account"), cell: ({ accountName }) => accountName };
  return [
    {
      id: "region",
      header: t("quota.region"),
      rowHeader: true,
      cell: ({ regionId }) => <span className="font-medium">{regionName(regionId)}</span>,
    },
    ...(all ? [account] : []),
    { id: "asked", header: t("quota.asked"), align: "end", cell: ({ imagesLimit }) => imagesLimit },
    {
      id: "now",
      header: t("quota.now"),
      align: "end",
      cell: ({ current }) => t("quota.of", { used: current.imagesUsed, limit: current.imagesLimit }),
    },
    { id: "reason", header: t("quota.reason"), cell: ({ reason }) => reason },
    {
      id: "status",
      header: t("quota.status"),
      cell: ({ status }) => <Status tone={TONES[status]}>{t(`quota.statuses.${status}`)}</Status>,
    },
    { id: "when", header: t("quota.when"), cell: ({ createdAt }) => <Timestamp value={createdAt} /> },
  ];
}
