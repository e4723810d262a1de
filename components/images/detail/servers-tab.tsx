"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { imageQueries } from "@/lib/images/client";
import type { ImageRelations, ImageView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../../console/page-place";
import { useReadFailure } from "../../console/use-read-failure";
import { Link } from "../../ui/controls/link";
import { DataTable } from "../../ui/data/data-table";
import type { Column } from "../../ui/data/table-model";
import { Timestamp } from "../../ui/data/timestamp";
import { EmptyState } from "../../ui/feedback/empty-state";

type ServerRow = ImageRelations["servers"][number];

/** The account's servers made from the image: they stay when it goes (LIF-06). */
export function ServersTab({ place, image }: { place: ConsolePlace; image: ImageView }) {
  const t = useTranslations("manage");
  const { data, error, isPending, refetch } = useQuery(imageQueries.relations(place, image.id));
  const failure = useReadFailure(error, refetch);
  const columns: Column<ServerRow>[] = [
    {
      id: "name",
      header: t("servers.name"),
      rowHeader: true,
      cell: ({ id, name }) => <Link href={hrefIn(place, `/servers/${id}`)}>{name}</Link>,
    },
    { id: "id", header: t("columns.id"), cell: ({ id }) => <code className="font-mono text-xs">{id}</code>, hideOnCards: true },
    { id: "createdAt", header: t("servers.createdAt"), cell: ({ createdAt }) => <Timestamp value={createdAt} /> },
  ];
  const rows = data?.servers ?? [];
  return (
    <>
      <DataTable
        caption={t("tabs.servers")}
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        rowName={({ name }) => name}
        state={isPending ? "loading" : "ready"}
        skeletonRows={3}
        empty={<EmptyState kind="nothing" title={t("servers.empty")} />}
        error={failure}
      />
      {data !== undefined && data.serverCount > rows.length ? (
        <p className="pt-2 text-muted text-sm">{t("servers.more", { shown: rows.length, count: data.serverCount })}</p>
      ) : null}
    </>
  );
}
