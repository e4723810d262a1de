"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { jobQueries } from "@/lib/jobs/client";
import { isEnded, type JobView } from "@/lib/jobs/model";
import { ALL_JOBS } from "@/lib/jobs/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { jobTargetHref } from "../jobs/job-target";
import { JOB_TONES } from "../jobs/job-tones";
import { type BellJob, JobBell } from "../shell/job-bell";
import { NAV_PATHS, placeHref } from "../shell/nav-items";

const BUSY_POLL_MS = 3_000;
const IDLE_POLL_MS = 30_000;
const SEEN_KEY = "ims-jobs-seen";

/** The bell: the newest tasks of the project; fast while one runs, slow otherwise, still while the tab is hidden. */
export function ConsoleJobBell({ place }: { place: ConsolePlace }) {
  const t = useTranslations("jobs");
  const { data } = useQuery({
    ...jobQueries.list(place, { ...ALL_JOBS, size: 10 }),
    refetchInterval: (query) => (query.state.data?.items.some((job) => !isEnded(job)) ? BUSY_POLL_MS : IDLE_POLL_MS),
  });
  const jobs = data?.items ?? [];
  const [seenAt, setSeenAt] = useState("");
  useEffect(() => setSeenAt(localStorage.getItem(SEEN_KEY) ?? ""), []);
  const unread = jobs.filter((job) => job.status === "failed" && (job.endedAt ?? "") > seenAt).length;
  const open = () => {
    const now = new Date().toISOString();
    localStorage.setItem(SEEN_KEY, now);
    setSeenAt(now);
  };
  const latest = jobs.find(isEnded);
  const announcement =
    latest === undefined
      ? undefined
      : t("announce", { kind: t(`kinds.${latest.kind}`), target: latest.targetName, status: t(`statuses.${latest.status}`) });
  const rows = [...jobs]
    .sort((a, b) => rank(a) - rank(b))
    .map(
      (job): BellJob => ({
        id: job.id,
        kind: t(`kinds.${job.kind}`),
        target: job.targetName,
        state: t(`statuses.${job.status}`),
        tone: JOB_TONES[job.status],
        ...(isEnded(job) ? {} : { percent: job.status === "queued" ? null : job.percent }),
        href: jobTargetHref(place, job),
      }),
    );
  const allHref = placeHref({ region: place.regionId, projectId: place.projectId }, NAV_PATHS.jobs);
  return <JobBell jobs={rows} unread={unread} allHref={allHref} onOpen={open} announcement={announcement} />;
}

/** Running first, then failures, then the rest; the sort is stable, so each stays newest first. */
function rank(job: JobView): number {
  if (!isEnded(job)) return 0;
  return job.status === "failed" ? 1 : 2;
}
