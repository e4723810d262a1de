"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { retryCopyAction } from "@/lib/copies/actions";
import { retryExportAction } from "@/lib/exports/actions";
import { cancelJobAction } from "@/lib/jobs/actions";
import { jobQueries } from "@/lib/jobs/client";
import { isCancellable, type JobView } from "@/lib/jobs/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useWhyForbidden } from "../console/rights";
import { useFailureToast } from "../console/use-failure-toast";
import { Button } from "../ui/controls/button";
import { RowActions } from "../ui/data/row-actions";
import { notify } from "../ui/feedback/notify";

/** Stops a job that runs or waits, or tries a copy or export again that has not come to its end. */
export function JobActions({ place, job }: { place: ConsolePlace; job: JobView }) {
  const t = useTranslations("jobs");
  const exchange = useTranslations("exchange");
  const client = useQueryClient();
  const failed = useFailureToast();
  const forbidden = useWhyForbidden();
  const [pending, setPending] = useState(false);
  const ended = job.status === "failed" || job.status === "cancelled";
  const retry =
    job.kind === "exportImage" ? retryExportAction : job.kind === "copyImage" || job.kind === "copyImageAcross" ? retryCopy : undefined;
  const act = async (
    action: () => Promise<Awaited<ReturnType<typeof cancelJobAction>> | Awaited<ReturnType<typeof retryExportAction>>>,
    done?: string,
  ) => {
    setPending(true);
    const result = await action();
    await client.invalidateQueries({ queryKey: jobQueries.all(place) });
    setPending(false);
    if (!result.ok) await failed(result.error);
    else if (done !== undefined) await notify(done);
  };
  if (isCancellable(job))
    return (
      <RowAct
        label={t("cancel")}
        {...{ job, pending }}
        disabledReason={forbidden("ims:jobs:update")}
        onClick={() => void act(() => cancelJobAction(place, { jobId: job.id }))}
      />
    );
  if (!ended || retry === undefined) return null;
  return (
    <RowAct
      label={exchange("failedRetry")}
      {...{ job, pending }}
      disabledReason={forbidden(job.kind === "exportImage" ? "ims:images:export" : "ims:images:copyInRegion")}
      onClick={() => void act(() => retry(place, { jobId: job.id }), exchange("retried", { name: job.targetName }))}
    />
  );
}

interface RowActProps {
  label: string;
  job: JobView;
  pending: boolean;
  disabledReason: string | undefined;
  onClick: () => void;
}

function RowAct({ label, job, pending, disabledReason, onClick }: RowActProps) {
  return (
    <RowActions
      main={
        <Button size="sm" loading={pending} disabledReason={disabledReason} onClick={onClick}>
          {label}
          <span className="sr-only"> {job.targetName}</span>
        </Button>
      }
    />
  );
}

/** A copy tried again from the list waits for its turn, as the dialogs offer first. */
async function retryCopy(place: ConsolePlace, { jobId }: { jobId: string }) {
  const result = await retryCopyAction(place, { jobId, waitTurn: true });
  return result.ok ? { ok: true as const, data: { jobId: result.data.jobId, objectId: "" } } : result;
}
