"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ImageView } from "@/lib/images/model";
import type { ImageListFilter } from "@/lib/images/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatGib } from "@/lib/platform/format/bytes";
import { hrefIn } from "../console/page-place";
import { CopyButton } from "../ui/controls/copy-button";
import { Link } from "../ui/controls/link";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { ImageMarks } from "./image-marks";
import { ImageStatus } from "./image-status";
import { useMoreColumns } from "./list/more-columns";
import { osWords } from "./os-words";

/** Columns a list shows when its user has not said otherwise, by list. Source: console, columns of each list. */
const USUAL = {
  private: ["name", "status", "kind", "os", "architecture", "disk", "encrypted", "createdAt"],
  public: ["name", "status", "os", "architecture", "disk", "features", "price", "createdAt"],
  shared: ["name", "status", "kind", "os", "architecture", "disk", "createdAt"],
  market: ["name", "status", "kind", "os", "architecture", "disk", "createdAt"],
  bin: ["name", "kind", "os", "disk", "recycledAt"],
} as const;

/** A long name takes a second line, as its status and date do; on a card it has all it needs. */
const NAME_CLASS = "sm:line-clamp-2 min-w-0 font-medium wrap-anywhere";

interface ImageColumns {
  readonly columns: readonly Column<ImageView>[];
  /** All there are to choose from. */
  readonly choices: readonly { readonly id: string; readonly header: string; readonly fixed: boolean; readonly wideOnly: boolean }[];
  readonly shown: ReadonlySet<string>;
}

/** Columns of an image list: those its user chose, else the usual ones of the list. */
export function useImageColumns(place: ConsolePlace, filter: ImageListFilter, chosen: readonly string[] | undefined): ImageColumns {
  const basic = useBasicColumns(place, filter);
  const more = useMoreColumns(filter.type);
  return useMemo(() => {
    const all = [...basic, ...more];
    const usual: readonly string[] = USUAL[filter.bin ? "bin" : filter.type];
    const shown = new Set<string>(["name", ...(chosen ?? usual)]);
    const order = [...usual, ...all.map(({ id }) => id)];
    const choices = all.map(({ id, header, wideOnly }) => ({
      ...{ id, header, fixed: id === "name" },
      wideOnly: wideOnly !== undefined && chosen === undefined,
    }));
    // What the user asked for stands at every width.
    const asked = chosen === undefined ? all : all.map(({ wideOnly: _, ...column }) => column);
    const columns = asked.filter(({ id }) => shown.has(id)).toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
    return { columns, choices, shown };
  }, [basic, more, chosen, filter.bin, filter.type]);
}

function useBasicColumns(place: ConsolePlace, { type, bin }: ImageListFilter): readonly Column<ImageView>[] {
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
          <span className="flex min-w-0 items-center gap-1 sm:min-w-34 min-[90rem]:min-w-46">
            {bin ? (
              <span className={NAME_CLASS} title={image.name}>
                {image.name}
              </span>
            ) : (
              <Link href={hrefIn(place, `/images/${type}/${image.id}`)} className={NAME_CLASS} title={image.name}>
                {image.name}
              </Link>
            )}
            <CopyButton value={image.id} name={t("fields.id")} />
            <ImageMarks image={image} />
          </span>
        ),
      },
      { id: "status", header: t("fields.status"), cell: (image) => <ImageStatus image={image} /> },
      { id: "kind", header: t("fields.kind"), cell: (image) => t(`kinds.${image.kind}`), hideOnCards: true },
      {
        id: "os",
        header: t("fields.os"),
        cell: (image) => <span className="sm:block sm:min-w-24 min-[90rem]:min-w-32">{osWords(image) ?? unknown}</span>,
      },
      {
        id: "architecture",
        header: t("fields.architecture"),
        cell: (image) => (image.architecture === null ? unknown : t(`architectures.${image.architecture}`)),
        noWrap: true,
        wideOnly: 1536,
        hideOnCards: true,
      },
      {
        id: "disk",
        header: t("fields.minDisk"),
        align: "end",
        cell: (image) =>
          image.minDiskGb === 0 ? unknown : <span className="whitespace-nowrap">{formatGib(image.minDiskGb, locale)}</span>,
      },
      { id: "createdAt", header: t("fields.createdAt"), sortable: true, cell: (image) => <Timestamp value={image.createdAt} /> },
    ];
    return columns;
  }, [place, type, bin, t, locale]);
}
