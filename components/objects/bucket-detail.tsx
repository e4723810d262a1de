"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { objectQueries } from "@/lib/objects/client";
import type { BucketView, ObjectView } from "@/lib/objects/model";
import { type ObjectListFilter, toObjectSearch } from "@/lib/objects/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { useReadFailure } from "../console/use-read-failure";
import { Button } from "../ui/controls/button";
import { CopyButton } from "../ui/controls/copy-button";
import { DataTable } from "../ui/data/data-table";
import { FilterBar } from "../ui/data/filter-bar";
import { Pager } from "../ui/data/pager";
import { Size } from "../ui/data/size";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { EmptyState } from "../ui/feedback/empty-state";
import { SearchInput } from "../ui/forms/search-input";
import { PageHeader } from "../ui/layout/page-header";
import { DeleteBucketDialog } from "./delete-dialogs";
import { InspectionSummary } from "./inspection-summary";
import { InterruptedUploads } from "./interrupted-uploads";
import { ObjectRowMenu } from "./object-row-menu";
import { UploadDrop } from "./upload-drop";

export function BucketDetail({ place, bucket, filter }: { place: ConsolePlace; bucket: BucketView; filter: ObjectListFilter }) {
  const t = useTranslations("objects");
  const router = useRouter();
  const [deleting, setDeleting] = useState(false);
  const { data, error, isPending, refetch } = useQuery({
    ...objectQueries.list(place, filter),
    refetchInterval: (query) => (query.state.data?.items.some((object) => object.inspection === null) ? 1_500 : 15_000),
  });
  const columns = useColumns();
  const failure = useReadFailure(error, refetch);
  const href = (next: Partial<ObjectListFilter>) => `?${toObjectSearch({ ...filter, cursor: undefined, ...next })}`;
  return (
    <>
      <PageHeader
        title={bucket.name}
        crumbs={[{ label: t("title"), href: hrefIn(place, "/buckets") }]}
        actions={
          <Button variant="danger" onClick={() => setDeleting(true)}>
            {t("actions.deleteBucket")}
          </Button>
        }
      />
      <div className="mb-4 space-y-4">
        <UploadDrop bucketId={bucket.id} />
        <InterruptedUploads place={place} bucketId={bucket.id} />
      </div>
      <FilterBar>
        <SearchInput label={t("search")} value={filter.prefix} onSearch={(prefix) => router.replace(href({ prefix }), { scroll: false })} className="w-full sm:w-72" />
      </FilterBar>
      <DataTable
        caption={bucket.name}
        columns={columns}
        rows={data?.items ?? []}
        rowId={(object) => object.id}
        rowName={(object) => object.name}
        rowActions={(object) => <ObjectRowMenu place={place} object={object} />}
        state={isPending ? "loading" : "ready"}
        empty={
          <EmptyState kind={filter.prefix === "" ? "nothing" : "noMatch"} title={filter.prefix === "" ? t("emptyBucket.title") : undefined}>
            {filter.prefix === "" ? t("emptyBucket.body") : undefined}
          </EmptyState>
        }
        error={failure}
      />
      <Pager
        label={bucket.name}
        previousHref={data?.previousCursor ? href({ cursor: data.previousCursor }) : undefined}
        nextHref={data?.nextCursor ? href({ cursor: data.nextCursor }) : undefined}
        pageSize={filter.size}
      />
      {deleting ? <DeleteBucketDialog place={place} bucket={bucket} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}

function useColumns(): readonly Column<ObjectView>[] {
  const t = useTranslations("objects");
  return useMemo(
    () => [
      { id: "name", header: t("fields.name"), rowHeader: true, cell: (object) => <span className="break-all font-medium">{object.name}</span> },
      { id: "content", header: t("fields.content"), cell: (object) => <span className="text-sm"><InspectionSummary object={object} /></span> },
      { id: "size", header: t("fields.size"), align: "end", cell: (object) => <Size bytes={object.sizeBytes} /> },
      {
        id: "sha256",
        header: t("fields.sha256"),
        hideOnCards: true,
        cell: (object) => (
          <span className="inline-flex items-center gap-1">
            <code className="font-mono text-xs" title={object.sha256}>
              {object.sha256.slice(0, 12)}…
            </code>
            <CopyButton value={object.sha256} name={t("fields.sha256")} />
          </span>
        ),
      },
      { id: "createdAt", header: t("fields.createdAt"), cell: (object) => <Timestamp value={object.createdAt} /> },
    ],
    [t],
  );
}
