"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { keyQueries } from "@/lib/keys/client";
import type { KeyImageView, KeyView } from "@/lib/keys/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { useReadFailure } from "../console/use-read-failure";
import { Link } from "../ui/controls/link";
import { IdText } from "../ui/data/code";
import { DataTable } from "../ui/data/data-table";
import { KeyValues } from "../ui/data/key-values";
import { Size } from "../ui/data/size";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { Alert } from "../ui/feedback/alert";
import { EmptyState } from "../ui/feedback/empty-state";
import { Card } from "../ui/layout/card";
import { PageHeader } from "../ui/layout/page-header";
import { KeyMenu } from "./key-menu";
import { KeyStatus } from "./key-status";

export function KeyDetail({ place, keyId }: { place: ConsolePlace; keyId: string }) {
  const { data: key, error, refetch } = useQuery(keyQueries.detail(place, keyId));
  const failure = useReadFailure(error, refetch);
  if (failure !== undefined) return failure;
  return key === undefined ? null : <LoadedKey place={place} item={key} />;
}

function LoadedKey({ place, item }: { place: ConsolePlace; item: KeyView }) {
  const t = useTranslations("keys");
  const facts = [
    { id: "version", label: t("fields.version"), value: item.currentVersion },
    { id: "rotatedAt", label: t("fields.rotatedAt"), value: item.rotatedAt === null ? undefined : <Timestamp value={item.rotatedAt} /> },
    { id: "createdAt", label: t("fields.createdAt"), value: <Timestamp value={item.createdAt} /> },
    { id: "disks", label: t("fields.disks"), value: item.volumeCount },
    { id: "description", label: t("fields.description"), value: item.description === "" ? undefined : item.description, wide: true },
  ];
  return (
    <>
      <PageHeader
        title={item.name}
        crumbs={[{ label: t("title"), href: hrefIn(place, "/keys") }]}
        meta={
          <>
            <KeyStatus item={item} />
            <IdText id={item.id} name={t("fields.id")} whole />
          </>
        }
        actions={<KeyMenu place={place} item={item} labelled />}
      />
      <div className="space-y-4">
        {item.state === "enabled" ? null : (
          <Alert tone={item.state === "disabled" ? "warning" : "danger"} title={t(`notice.${item.state}`, { count: item.imageCount })}>
            {item.volumeCount === 0 || item.state === "deleted" ? undefined : t(`noticeDisks.${item.state}`, { count: item.volumeCount })}
          </Alert>
        )}
        <Card title={t("basics")}>
          <KeyValues items={facts} />
        </Card>
        <Card title={t("usage.title")} flush>
          <Usage place={place} keyId={item.id} />
        </Card>
      </div>
    </>
  );
}

/** The images that cannot be read without the key. */
function Usage({ place, keyId }: { place: ConsolePlace; keyId: string }) {
  const t = useTranslations("keys");
  const { data, isPending } = useQuery(keyQueries.usage(place, keyId));
  const columns = useColumns(place);
  const hidden = (data?.imageCount ?? 0) - (data?.images.length ?? 0);
  return (
    <>
      <DataTable
        caption={t("usage.title")}
        columns={columns}
        rows={data?.images ?? []}
        rowId={(image) => image.id}
        rowName={(image) => image.name}
        state={isPending ? "loading" : "ready"}
        empty={<EmptyState kind="nothing" title={t("usage.none")} />}
      />
      {hidden > 0 ? <p className="border-line border-t px-4 py-2 text-muted text-sm">{t("usage.more", { count: hidden })}</p> : null}
    </>
  );
}

function useColumns(place: ConsolePlace): readonly Column<KeyImageView>[] {
  const t = useTranslations("keys");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("usage.image"),
        rowHeader: true,
        cell: (image) => (
          <Link href={hrefIn(place, `/images/private/${image.id}`)} className="wrap-anywhere font-medium">
            {image.name}
          </Link>
        ),
      },
      {
        id: "size",
        header: t("usage.size"),
        align: "end",
        cell: (image) => (image.virtualSizeBytes === null ? null : <Size bytes={image.virtualSizeBytes} />),
      },
      { id: "version", header: t("usage.version"), align: "end", cell: (image) => image.keyVersion },
      { id: "reading", header: t("usage.reading"), align: "end", cell: (image) => image.readingVolumes },
    ],
    [place, t],
  );
}
