"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ImageView } from "@/lib/images/model";
import { jobQueries } from "@/lib/jobs/client";
import { isEnded } from "@/lib/jobs/model";
import { ALL_JOBS } from "@/lib/jobs/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useReadFailure } from "../../console/use-read-failure";
import { useJobColumns } from "../../jobs/job-list";
import { DataTable } from "../../ui/data/data-table";
import { EmptyState } from "../../ui/feedback/empty-state";

/** The tasks of one image, newest first (PRI-24). */
export function JobsTab({ place, image }: { place: ConsolePlace; image: ImageView }) {
  const t = useTranslations("manage");
  const { data, error, isPending, refetch } = useQuery({
    ...jobQueries.list(place, { ...ALL_JOBS, imageId: image.id, size: 50 }),
    refetchInterval: (query) => (query.state.data?.items.some((job) => !isEnded(job)) ? 2_000 : false),
  });
  const columns = useJobColumns(place);
  const failure = useReadFailure(error, refetch);
  return (
    <DataTable
      caption={t("tabs.jobs")}
      columns={columns.filter(({ id }) => id !== "target")}
      rows={data?.items ?? []}
      rowId={(job) => job.id}
      rowName={(job) => job.kind}
      state={isPending ? "loading" : "ready"}
      skeletonRows={3}
      empty={<EmptyState kind="nothing" title={t("jobs.empty")} />}
      error={failure}
    />
  );
}
