"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { jobQueries } from "@/lib/jobs/client";
import { isEnded, JOB_STATUSES, type JobView } from "@/lib/jobs/model";
import { type JobListFilter, toSearchParams } from "@/lib/jobs/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ErrorCode } from "@/lib/platform/errors";
import { useReadFailure } from "../console/use-read-failure";
import { useErrorWords } from "../shell/error-words";
import { Link } from "../ui/controls/link";
import { DataTable } from "../ui/data/data-table";
import { FilterBar, FilterSelect } from "../ui/data/filter-bar";
import { Pager } from "../ui/data/pager";
import { Status } from "../ui/data/status";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { EmptyState } from "../ui/feedback/empty-state";
import { PageHeader } from "../ui/layout/page-header";
import { useProgressWords } from "./job-panel";
import { jobTargetHref } from "./job-target";
import { JOB_TONES } from "./job-tones";

export function JobList({ place, filter }: { place: ConsolePlace; filter: JobListFilter }) {
  const t = useTranslations("jobs");
  const router = useRouter();
  const { data, error, isPending, refetch } = useQuery({
    ...jobQueries.list(place, filter),
    refetchInterval: (query) => (query.state.data?.items.some((job) => !isEnded(job)) ? 2_000 : 30_000),
  });
  const columns = useColumns(place);
  const failure = useReadFailure(error, refetch);
  const href = (next: Partial<JobListFilter>) => `?${toSearchParams({ ...filter, cursor: undefined, ...next })}`;
  return (
    <>
      <PageHeader title={t("title")} count={data?.total} help={t("help")} />
      <FilterBar>
        <FilterSelect
          label={t("fields.status")}
          allLabel={t("allStatuses")}
          value={filter.status ?? ""}
          options={JOB_STATUSES.map((status) => ({ value: status, label: t(`statuses.${status}`) }))}
          onChange={(value) => router.replace(href({ status: JOB_STATUSES.find((status) => status === value) }))}
        />
      </FilterBar>
      <DataTable
        caption={t("title")}
        columns={columns}
        rows={data?.items ?? []}
        rowId={(job) => job.id}
        rowName={(job) => job.targetName}
        state={isPending ? "loading" : "ready"}
        empty={<EmptyState kind={filter.status === undefined ? "nothing" : "noMatch"} title={t("empty")}>{t("emptyBody")}</EmptyState>}
        error={failure}
      />
      <Pager
        label={t("title")}
        previousHref={data?.previousCursor ? href({ cursor: data.previousCursor }) : undefined}
        nextHref={data?.nextCursor ? href({ cursor: data.nextCursor }) : undefined}
        pageSize={filter.size}
      />
    </>
  );
}

function useColumns(place: ConsolePlace): readonly Column<JobView>[] {
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
      { id: "kind", header: t("fields.kind"), cell: (job) => t(`kinds.${job.kind}`) },
      { id: "status", header: t("fields.status"), cell: (job) => <JobStatusCell job={job} /> },
      { id: "user", header: t("fields.user"), cell: (job) => job.userName, hideOnCards: true },
      { id: "createdAt", header: t("fields.createdAt"), cell: (job) => <Timestamp value={job.createdAt} /> },
      { id: "endedAt", header: t("fields.endedAt"), cell: (job) => (job.endedAt === null ? "–" : <Timestamp value={job.endedAt} />), hideOnCards: true },
    ],
    [place, t],
  );
}

function JobStatusCell({ job }: { job: JobView }) {
  const t = useTranslations("jobs");
  const words = useErrorWords();
  const progress = useProgressWords(job);
  const reason = job.status === "failed" && job.errorCode !== null ? words(job.errorCode as ErrorCode).title : undefined; // written by the worker from the error table
  return (
    <Status tone={JOB_TONES[job.status]} percent={isEnded(job) || job.status === "queued" ? undefined : job.percent} note={isEnded(job) ? reason : progress}>
      {t(`statuses.${job.status}`)}
    </Status>
  );
}
