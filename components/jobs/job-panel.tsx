"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { cancelJobAction } from "@/lib/jobs/actions";
import { jobQueries } from "@/lib/jobs/client";
import { isCancellable, isEnded, type JobView, secondsLeft } from "@/lib/jobs/model";
import { ALL_JOBS } from "@/lib/jobs/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatBytes, formatRate } from "@/lib/platform/format/bytes";
import { formatDuration } from "@/lib/platform/format/time";
import { useWhyForbidden } from "../console/rights";
import { useFailureToast } from "../console/use-failure-toast";
import { Button } from "../ui/controls/button";
import { FactLine, factsText } from "../ui/data/fact-line";
import { ProgressBar } from "../ui/data/progress-bar";
import { Card } from "../ui/layout/card";
import { stageKey } from "./stage-key";
import { useBrowserNow } from "./use-browser-now";

/** The unfinished job of an image, with stage, bytes, pace and time left; it can be cancelled while that makes sense. */
export function JobPanel({ place, imageId }: { place: ConsolePlace; imageId: string }) {
  const { data } = useQuery({ ...jobQueries.list(place, { ...ALL_JOBS, imageId, size: 10 }), refetchInterval: 1_500 });
  const job = data?.items.find((candidate) => !isEnded(candidate));
  return job === undefined ? null : <RunningJob place={place} job={job} />;
}

function RunningJob({ place, job }: { place: ConsolePlace; job: JobView }) {
  const t = useTranslations("jobs");
  const client = useQueryClient();
  const failed = useFailureToast();
  const forbidden = useWhyForbidden();
  const [pending, setPending] = useState(false);
  const cancel = async () => {
    setPending(true);
    const result = await cancelJobAction(place, { jobId: job.id });
    await client.invalidateQueries({ queryKey: jobQueries.all(place) });
    setPending(false);
    if (!result.ok) await failed(result.error);
  };
  const facts = useProgressFacts(job);
  const actions = isCancellable(job) ? (
    <Button size="sm" loading={pending} disabledReason={forbidden("ims:jobs:update")} onClick={() => void cancel()}>
      {t("cancel")}
    </Button>
  ) : undefined;
  return (
    <Card title={t(`kinds.${job.kind}`)} actions={actions}>
      <ProgressBar
        name={`${t(`kinds.${job.kind}`)} ${job.targetName}`}
        percent={job.status === "queued" ? null : job.percent}
        valueText={factsText(facts)}
      />
      <p className="mt-2 text-muted text-sm">
        <FactLine facts={facts} />
      </p>
    </Card>
  );
}

/** "Converting", "120 MiB of 550 MiB", "80 MiB/s", "5 sec left", as far as they are known. */
export function useProgressFacts(job: JobView): readonly string[] {
  const t = useTranslations("jobs");
  const locale = useLocale();
  const now = useBrowserNow();
  if (job.cancelRequested && !isEnded(job)) return [t("cancelling")];
  if (job.status === "queued") return [t(job.stage === "turn" ? "stages.turn" : "stages.queued")];
  const key = stageKey(job.stage);
  const facts = [key === undefined ? t(`statuses.${job.status}`) : t(`stages.${key}`)];
  if (job.totalBytes > 0) facts.push(t("amount", { done: formatBytes(job.doneBytes, locale), total: formatBytes(job.totalBytes, locale) }));
  const elapsed = now === undefined || job.stageStartedAt === null ? 0 : (now.getTime() - new Date(job.stageStartedAt).getTime()) / 1000;
  if (job.doneBytes > 0 && elapsed > 2) facts.push(formatRate(job.doneBytes / elapsed, locale));
  const left = now === undefined ? undefined : secondsLeft(job, now);
  if (left !== undefined) facts.push(t("left", { time: formatDuration(left, locale) }));
  if (job.attempt > 1) facts.push(t("attempt", { attempt: job.attempt }));
  return facts;
}
