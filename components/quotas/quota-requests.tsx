"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { decideQuotaRequestAction } from "@/lib/quotas/actions";
import { quotaQueries } from "@/lib/quotas/client";
import type { QuotaRequestView } from "@/lib/quotas/model";
import { useWhyForbidden } from "../console/rights";
import { useFailureToast } from "../console/use-failure-toast";
import { useReadFailure } from "../console/use-read-failure";
import { useRegionName } from "../shell/region-names";
import { Button } from "../ui/controls/button";
import { DataTable } from "../ui/data/data-table";
import { RowActions } from "../ui/data/row-actions";
import { Status } from "../ui/data/status";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { EmptyState } from "../ui/feedback/empty-state";
import { notify } from "../ui/feedback/notify";

const TONES = { pending: "progress", approved: "ok", rejected: "neutral" } as const;

/** Requests for a higher limit: the project's own, or everybody's for the operator to decide. */
export function QuotaRequests({ place, all }: { place: ConsolePlace; all: boolean }) {
  const t = useTranslations("manage");
  const client = useQueryClient();
  const failed = useFailureToast();
  const forbidden = useWhyForbidden();
  const { data = [], error, isPending, refetch } = useQuery(quotaQueries.requests(place, all));
  const failure = useReadFailure(error, refetch);
  const title = t(all ? "quota.allRequests" : "quota.requests");
  const decide = async ({ id }: QuotaRequestView, approve: boolean) => {
    const result = await decideQuotaRequestAction(place, { requestId: id, approve });
    await Promise.all(["quotaRequests", "projectQuotas", "quota"].map((key) => client.invalidateQueries({ queryKey: [key] })));
    if (result.ok) await notify(t("quota.decided"));
    else await failed(result.error);
  };
  const regionName = useRegionName();
  const columns = useColumns(all);
  return (
    <section aria-label={title}>
      <h2 className="mb-2 font-medium">{title}</h2>
      <DataTable
        caption={title}
        columns={columns}
        rows={data}
        rowId={({ id }) => id}
        rowName={({ accountName, regionId }) => `${accountName} ${regionName(regionId)}`}
        state={isPending ? "loading" : "ready"}
        skeletonRows={2}
        empty={<EmptyState kind="nothing" title={t("quota.noRequests")} />}
        error={failure}
        {...(all ? { rowActions: actionsOf } : {})}
      />
    </section>
  );

  function actionsOf(request: QuotaRequestView) {
    if (request.status !== "pending") return null;
    return (
      <RowActions
        main={
          <>
            <Button size="sm" disabledReason={forbidden("ims:quotas:update")} onClick={() => void decide(request, true)}>
              {t("quota.approve")}
            </Button>
            <Button
              size="sm"
              variant="dangerQuiet"
              disabledReason={forbidden("ims:quotas:update")}
              onClick={() => void decide(request, false)}
            >
              {t("quota.reject")}
            </Button>
          </>
        }
      />
    );
  }
}

function useColumns(all: boolean): Column<QuotaRequestView>[] {
  const regionName = useRegionName();
  const t = useTranslations("manage");
  const account: Column<QuotaRequestView> = { id: "account", header: t("quota.account"), cell: ({ accountName }) => accountName };
  return [
    { id: "region", header: t("quota.region"), rowHeader: true, cell: ({ regionId }) => regionName(regionId) },
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
