"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { traceQueries } from "@/lib/audit/client";
import type { ImageView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useTraceColumns } from "../../audit/trace-table";
import { hrefIn } from "../../console/page-place";
import { useReadFailure } from "../../console/use-read-failure";
import { Link } from "../../ui/controls/link";
import { DataTable } from "../../ui/data/data-table";
import { EmptyState } from "../../ui/feedback/empty-state";

/** Who did what to one image, newest first (SEC-11). */
export function AuditTab({ place, image }: { place: ConsolePlace; image: ImageView }) {
  const t = useTranslations("manage");
  const { data, error, isPending, refetch } = useQuery(traceQueries.ofResource(place, image.id));
  const columns = useTraceColumns();
  const failure = useReadFailure(error, refetch);
  return (
    <>
      <DataTable
        caption={t("tabs.audit")}
        columns={columns.filter(({ id }) => id !== "resource")}
        rows={data?.items ?? []}
        rowId={(trace) => trace.id}
        rowName={(trace) => trace.trace}
        state={isPending ? "loading" : "ready"}
        skeletonRows={3}
        empty={<EmptyState kind="nothing" title={t("audit.empty")} />}
        error={failure}
      />
      {data?.nextCursor ? (
        <p className="pt-2 text-sm">
          <Link href={hrefIn(place, `/audit?resourceId=${image.id}`)}>{t("audit.all")}</Link>
        </p>
      ) : null}
    </>
  );
}
