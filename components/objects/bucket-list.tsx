"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { objectQueries } from "@/lib/objects/client";
import type { BucketView } from "@/lib/objects/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { ResourceList } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { HelpLinks } from "../help/help-links";
import { Link } from "../ui/controls/link";
import { Size } from "../ui/data/size";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { CreateBucketDialog } from "./create-bucket-dialog";

export function BucketList({ place }: { place: ConsolePlace }) {
  const t = useTranslations("objects");
  const forbidden = useWhyForbidden();
  const [creating, setCreating] = useState(false);
  const query = useQuery(objectQueries.buckets(place));
  const columns = useColumns(place);
  const help = (
    <>
      <p>{t("help")}</p>
      <HelpLinks to={["formats", "convert", "iso"]} />
    </>
  );
  return (
    <>
      <ResourceList
        title={t("title")}
        header={{ help }}
        query={query}
        create={{ label: t("createBucket"), open: setCreating, disabledReason: forbidden("obs:buckets:create") }}
        empty={{ title: t("empty.title"), children: t("empty.body") }}
        table={{ columns, rowId: (bucket) => bucket.id, rowName: (bucket) => bucket.name }}
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
      { id: "createdAt", header: t("fields.createdAt"), noWrap: true, cell: (bucket) => <Timestamp value={bucket.createdAt} /> },
    ],
    [place, t],
  );
}
