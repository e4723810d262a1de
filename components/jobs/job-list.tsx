"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { jobQueries } from "@/lib/jobs/client";
import { isEnded, JOB_STATUSES, type JobView, tookSeconds } from "@/lib/jobs/model";
import type { JobListFilter } from "@/lib/jobs/schemas";
import { toSearchParams } from "@/lib/jobs/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ErrorCode } from "@/lib/platform/errors";
import { formatDuration } from "@/lib/platform/format/time";
import { ResourceList } from "../console/resource-list";
import { useListAddress } from "../console/use-list-address";
import { useErrorWords } from "../shell/error-words";
import { Link } from "../ui/controls/link";
import { FactLine } from "../ui/data/fact-line";
import { FilterSelect } from "../ui/data/filter-bar";
import { Status } from "../ui/data/status";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { JobActions } from "./job-actions";
import { useProgressFacts } from "./job-panel";
import { jobTargetHref } from "./job-target";
import { JOB_TONES } from "./job-tones";

export function JobList({ place, filter }: { place: ConsolePlace; filter: JobListFilter }) {
  const t = useTranslations("jobs");
  const query = useQuery({
    ...jobQueries.list(place, filter),
    refetchInterval: ({ state }) => (state.data?.items.some((job) => !isEnded(job)) ? 2_000 : 30_000),
  });
  const columns = useJobColumns(place);
  const address = useListAddress(filter, toSearchParams);
  const byStatus = (
    <FilterSelect
      label={t("fields.status")}
      allLabel={t("allStatuses")}
      value={filter.status ?? ""}
      options={JOB_STATUSES.map((status) => ({ value: status, label: t(`statuses.${status}`) }))}
      onChange={(value) => address.go({ status: JOB_STATUSES.find((status) => status === value) })}
    />
  );
  return (
    <ResourceList
      title={t("title")}
      header={{ help: t("help") }}
      query={query}
      address={address}
      filters={byStatus}
      empty={{ title: t("empty"), children: t("emptyBody") }}
      table={{
        columns,
        rowId: (job) => job.id,
        rowName: (job) => job.targetName,
        rowActions: (job) => <JobActions place={place} job={job} />,
      }}
    />
  );
}

/** Columns of a list of jobs. */
export function useJobColumns(place: ConsolePlace): readonly Column<JobView>[] {
  const t = useTranslations("jobs");
  return useMemo(
    () => [
      {
        id: "target",
        header: t("fields.target"),
        rowHeader: true,
        cell: (job) => (
          <Link href={jobTargetHref(place, job)} className="font-medium">
            {job.targetName}
          </Link>
        ),
      },
      { id: "kind", header: t("fields.kind"), cell: (job) => t(`kinds.${job.kind}`), noWrap: true },
      { id: "status", header: t("fields.status"), cell: (job) => <JobStatusCell job={job} /> },
      { id: "user", header: t("fields.user"), cell: (job) => job.userName, hideOnCards: true },
      { id: "createdAt", header: t("fields.createdAt"), noWrap: true, cell: (job) => <Timestamp value={job.createdAt} /> },
      {
        id: "endedAt",
        header: t("fields.endedAt"),
        noWrap: true,
        cell: (job) => (job.endedAt === null ? "–" : <Timestamp value={job.endedAt} />),
        hideOnCards: true,
      },
      { id: "took", header: t("fields.took"), align: "end", noWrap: true, cell: (job) => <Took job={job} /> },
    ],
    [place, t],
  );
}

function Took({ job }: { job: JobView }) {
  const locale = useLocale();
  const seconds = tookSeconds(job);
  return seconds === undefined ? "–" : formatDuration(seconds, locale);
}

function JobStatusCell({ job }: { job: JobView }) {
  const t = useTranslations("jobs");
  const words = useErrorWords();
  const progress = useProgressFacts(job);
  const reason = job.status === "failed" && job.errorCode !== null ? words(job.errorCode as ErrorCode).title : undefined; // written by the worker from the error table
  // Progress in words is long: it wraps, so that names need not.
  return (
    <span className="block sm:max-w-56">
      <Status
        tone={JOB_TONES[job.status]}
        percent={isEnded(job) || job.status === "queued" ? undefined : job.percent}
        note={isEnded(job) ? reason : <FactLine facts={progress} />}
      >
        {t(`statuses.${job.status}`)}
      </Status>
    </span>
  );
}
