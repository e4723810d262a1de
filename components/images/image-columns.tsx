"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ImageType, ImageView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatGib } from "@/lib/platform/format/bytes";
import { hrefIn } from "../console/page-place";
import { CopyButton } from "../ui/controls/copy-button";
import { Link } from "../ui/controls/link";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { ImageStatus } from "./image-status";
import { osWords } from "./os-words";

/** Columns of an image list, in the order of the specification's lists. */
export function useImageColumns(place: ConsolePlace, type: ImageType): readonly Column<ImageView>[] {
  const t = useTranslations("images");
  const locale = useLocale();
  return useMemo(() => {
    const unknown = <span className="text-faint">–</span>;
    const columns: Column<ImageView>[] = [
      {
        id: "name",
        header: t("fields.name"),
        sortable: true,
        rowHeader: true,
        cell: (image) => (
          <span className="flex min-w-0 items-center gap-1">
            <Link href={hrefIn(place, `/images/${type}/${image.id}`)} className="min-w-0 truncate font-medium" title={image.name}>
              {image.name}
            </Link>
            <CopyButton value={image.id} name={t("fields.id")} />
          </span>
        ),
      },
      { id: "status", header: t("fields.status"), cell: (image) => <ImageStatus image={image} /> },
      { id: "kind", header: t("fields.kind"), cell: (image) => t(`kinds.${image.kind}`), hideOnCards: true },
      { id: "os", header: t("fields.os"), cell: (image) => osWords(image) ?? unknown },
      { id: "architecture", header: t("fields.architecture"), cell: (image) => (image.architecture === null ? unknown : t(`architectures.${image.architecture}`)), hideOnCards: true },
      { id: "disk", header: t("fields.minDisk"), align: "end", cell: (image) => (image.minDiskGb === 0 ? unknown : <span className="whitespace-nowrap">{formatGib(image.minDiskGb, locale)}</span>) },
      { id: "createdAt", header: t("fields.createdAt"), sortable: true, cell: (image) => <Timestamp value={image.createdAt} /> },
    ];
    return columns;
  }, [place, type, t, locale]);
}
