"use client";

import { useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { objectQueries } from "@/lib/objects/client";
import type { BucketView } from "@/lib/objects/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { useReadFailure } from "../console/use-read-failure";
import { Button } from "../ui/controls/button";
import { Link } from "../ui/controls/link";
import { DataTable } from "../ui/data/data-table";
import { Size } from "../ui/data/size";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { EmptyState } from "../ui/feedback/empty-state";
import { PageHeader } from "../ui/layout/page-header";
import { CreateBucketDialog } from "./create-bucket-dialog";

export function BucketList({ place }: { place: ConsolePlace }) {
  const t = useTranslations("objects");
  const [creating, setCreating] = useState(false);
  const { data, error, isPending, refetch } = useQuery(objectQueries.buckets(place));
  const columns = useColumns(place);
  const failure = useReadFailure(error, refetch);
  const create = (
    <Button variant="primary" icon={<Plus aria-hidden size={16} />} onClick={() => setCreating(true)}>
      {t("createBucket")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("title")} count={data?.length} help={t("help")} actions={create} />
      <DataTable
        caption={t("title")}
        columns={columns}
        rows={data ?? []}
        rowId={(bucket) => bucket.id}
        rowName={(bucket) => bucket.name}
        state={isPending ? "loading" : "ready"}
        empty={
          <EmptyState kind="nothing" title={t("empty.title")}>
            {t("empty.body")}
          </EmptyState>
        }
        error={failure}
      />
      {creating ? <CreateBucketDialog place={place} onClose={() => setCreating(false)} /> : null}
    </>
  );
}

function useColumns(place: ConsolePlace): readonly Column<BucketView>[] {
  const t = useTranslations("objects");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("fields.name"),
        rowHeader: true,
        cell: (bucket) => (
          <Link href={hrefIn(place, `/buckets/${bucket.id}`)} className="font-medium">
            {bucket.name}
          </Link>
        ),
      },
      { id: "objects", header: t("fields.objects"), align: "end", cell: (bucket) => bucket.objectCount },
      { id: "size", header: t("fields.size"), align: "end", cell: (bucket) => <Size bytes={bucket.totalBytes} /> },
      { id: "createdAt", header: t("fields.createdAt"), cell: (bucket) => <Timestamp value={bucket.createdAt} /> },
    ],
    [place, t],
  );
}
