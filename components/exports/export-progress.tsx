"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { jobQueries } from "@/lib/jobs/client";
import { isEnded } from "@/lib/jobs/model";
import { ALL_JOBS } from "@/lib/jobs/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useProgressFacts } from "../jobs/job-panel";
import { FactLine, factsText } from "../ui/data/fact-line";
import { ProgressBar } from "../ui/data/progress-bar";

/** The exports of the project that run, as a line each over the list; nothing while there are none. */
export function ExportProgress({ place }: { place: ConsolePlace }) {
  const { data } = useQuery({
    ...jobQueries.list(place, { ...ALL_JOBS, size: 10 }),
    refetchInterval: (query) => (query.state.data?.items.some((job) => job.kind === "exportImage" && !isEnded(job)) ? 2_000 : 30_000),
  });
  const running = (data?.items ?? []).filter((job) => job.kind === "exportImage" && !isEnded(job));
  if (running.length === 0) return null;
  return (
    <ul className="mb-3 space-y-2">
      {running.map((job) => (
        <li key={job.id} className="rounded-lg border border-line bg-surface px-4 py-2">
          <ExportLine job={job} />
        </li>
      ))}
    </ul>
  );
}

function ExportLine({ job }: { job: Parameters<typeof useProgressFacts>[0] }) {
  const t = useTranslations("exchange.export");
  const facts = useProgressFacts(job);
  const name = t("running", { name: job.targetName });
  return (
    <>
      <p className="mb-1 flex flex-wrap justify-between gap-x-4 text-sm">
        <span className="wrap-anywhere min-w-0 font-medium">{name}</span>
        <span className="text-muted">
          <FactLine facts={facts} />
        </span>
      </p>
      <ProgressBar name={name} percent={job.status === "queued" ? null : job.percent} valueText={factsText(facts)} />
    </>
  );
}
