"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { MemberStatus, ReceivedView } from "@/lib/members/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatGib } from "@/lib/platform/format/bytes";
import { hrefIn } from "../console/page-place";
import { osWords } from "../images/os-words";
import { Link } from "../ui/controls/link";
import { Badge } from "../ui/data/badge";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";

/** Columns of received shares. Only an accepted one has a page of its own: before that nothing of it may be read. */
export function useReceivedColumns(place: ConsolePlace, status: MemberStatus): readonly Column<ReceivedView>[] {
  const t = useTranslations("exchange.received");
  const images = useTranslations("images");
  const locale = useLocale();
  return useMemo(() => {
    const unknown = <span className="text-faint">–</span>;
    const columns: Column<ReceivedView>[] = [
      {
        id: "name",
        header: images("fields.name"),
        rowHeader: true,
        cell: ({ image }) =>
          status === "accepted" ? (
            <Link href={hrefIn(place, `/images/shared/${image.id}`)} className="font-medium">
              {image.name}
            </Link>
          ) : (
            <span className="wrap-anywhere font-medium">{image.name}</span>
          ),
      },
      {
        id: "owner",
        header: t("owner"),
        cell: ({ ownerName, firstTime }) => (
          <span className="inline-flex flex-wrap items-center gap-1.5 max-sm:justify-end">
            <span className="wrap-anywhere">{ownerName}</span>
            {firstTime && status === "pending" ? <Badge tone="warning">{t("firstTime")}</Badge> : null}
          </span>
        ),
      },
      { id: "kind", header: images("fields.kind"), cell: ({ image }) => images(`kinds.${image.kind}`), hideOnCards: true },
      { id: "os", header: images("fields.os"), cell: ({ image }) => osWords(image) ?? unknown },
      {
        id: "disk",
        header: images("fields.minDisk"),
        align: "end",
        cell: ({ image }) =>
          image.minDiskGb === 0 ? unknown : <span className="whitespace-nowrap">{formatGib(image.minDiskGb, locale)}</span>,
        hideOnCards: true,
      },
      { id: "sharedAt", header: t("sharedAt"), cell: ({ sharedAt }) => <Timestamp value={sharedAt} /> },
    ];
    return columns;
  }, [place, status, t, images, locale]);
}
