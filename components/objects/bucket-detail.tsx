"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { objectQueries } from "@/lib/objects/client";
import type { BucketView, ObjectView } from "@/lib/objects/model";
import type { ObjectListFilter } from "@/lib/objects/schemas";
import { toObjectSearch } from "@/lib/objects/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { ResourceList } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { useListAddress } from "../console/use-list-address";
import { HelpLink } from "../help/help-links";
import { Button } from "../ui/controls/button";
import { CopyButton } from "../ui/controls/copy-button";
import { Size } from "../ui/data/size";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { DeleteBucketDialog } from "./delete-dialogs";
import { InspectionSummary } from "./inspection-summary";
import { InterruptedUploads } from "./interrupted-uploads";
import { ObjectRowMenu } from "./object-row-menu";
import { UploadDrop } from "./upload-drop";

export function BucketDetail({ place, bucket, filter }: { place: ConsolePlace; bucket: BucketView; filter: ObjectListFilter }) {
  const t = useTranslations("objects");
  const forbidden = useWhyForbidden();
  const [deleting, setDeleting] = useState(false);
  const query = useQuery({
    ...objectQueries.list(place, filter),
    refetchInterval: ({ state }) => (state.data?.items.some((object) => object.inspection === null) ? 1_500 : 15_000),
  });
  const columns = useColumns();
  const address = useListAddress(filter, toObjectSearch);
  const remove = (
    <Button variant="dangerQuiet" disabledReason={forbidden("obs:buckets:delete")} onClick={() => setDeleting(true)}>
      {t("actions.deleteBucket")}
    </Button>
  );
  const uploads = (
    <div className="mb-4 space-y-4">
      <UploadDrop bucketId={bucket.id} />
      <InterruptedUploads place={place} bucketId={bucket.id} />
    </div>
  );
  return (
    <>
      <ResourceList
        title={bucket.name}
        header={{ crumbs: [{ label: t("title"), href: hrefIn(place, "/buckets") }], actions: remove }}
        above={uploads}
        query={query}
        address={address}
        search={{ label: t("search"), value: filter.prefix, onSearch: (prefix) => address.go({ prefix }) }}
        empty={{ title: t("emptyBucket.title"), children: t("emptyBucket.body") }}
        table={{
          columns,
          rowId: (object) => object.id,
          rowName: (object) => object.name,
          rowActions: (object) => <ObjectRowMenu place={place} object={object} />,
        }}
      />
      {deleting ? <DeleteBucketDialog place={place} bucket={bucket} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}

function useColumns(): readonly Column<ObjectView>[] {
  const t = useTranslations("objects");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("fields.name"),
        rowHeader: true,
        width: "26%",
        cell: (object) => <span className="break-words font-medium">{object.name}</span>,
      },
      {
        id: "content",
        header: t("fields.content"),
        cell: (object) => (
          <span className="text-sm">
            <InspectionSummary object={object} withSize={false} />
            {object.inspection?.state === "refused" ? <HelpLink to="convert" /> : null}
          </span>
        ),
      },
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
      { id: "createdAt", header: t("fields.createdAt"), noWrap: true, cell: (object) => <Timestamp value={object.createdAt} /> },
    ],
    [t],
  );
}
