"use client";

import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { type ImageType, type ImageView, isCharged } from "@/lib/images/model";
import { formatBytes, formatGib } from "@/lib/platform/format/bytes";
import { TagBadges } from "../../tags/tag-badges";
import { Badge } from "../../ui/data/badge";
import type { Column } from "../../ui/data/table-model";
import { Timestamp } from "../../ui/data/timestamp";
import { FeatureBadges } from "../feature-badges";

/** Columns a user may add to a list. */
export function useMoreColumns(type: ImageType): readonly Column<ImageView>[] {
  const t = useTranslations("images");
  const m = useTranslations("manage");
  const locale = useLocale();
  return useMemo(() => {
    const unknown = <span className="text-faint">–</span>;
    const memory = (mb: number) => (mb === 0 ? t("noLimit") : formatGib(mb / 1024, locale));
    const common: Column<ImageView>[] = [
      {
        id: "size",
        header: t("fields.storedSize"),
        align: "end",
        cell: ({ storedBytes }) =>
          storedBytes === null ? unknown : <span className="whitespace-nowrap">{formatBytes(storedBytes, locale)}</span>,
      },
      { id: "bootMode", header: t("fields.bootMode"), cell: ({ bootMode }) => bootMode?.toUpperCase() ?? unknown, noWrap: true },
      {
        id: "bits",
        header: t("fields.bits"),
        cell: ({ osBits }) => (osBits === null ? unknown : t("bits", { bits: osBits })),
        noWrap: true,
      },
      { id: "minRam", header: t("fields.minRam"), cell: ({ minRamMb }) => memory(minRamMb), noWrap: true },
      { id: "maxRam", header: t("fields.maxRam"), cell: ({ maxRamMb }) => memory(maxRamMb), noWrap: true },
      { id: "id", header: m("columns.id"), cell: ({ id }) => <code className="font-mono text-xs">{id}</code>, noWrap: true },
      { id: "updatedAt", header: m("columns.updatedAt"), cell: ({ updatedAt }) => <Timestamp value={updatedAt} /> },
    ];
    if (type === "public") return [...publicColumns(), ...common];
    return type === "private" ? [...privateColumns(), ...common] : common;

    function publicColumns(): Column<ImageView>[] {
      return [
        { id: "features", header: m("columns.features"), cell: ({ features }) => <FeatureBadges features={features} />, hideOnCards: true },
        {
          id: "price",
          header: m("columns.price"),
          cell: (image) => (isCharged(image) ? <Badge tone="warning">{m("price.charged")}</Badge> : m("price.free")),
          noWrap: true,
        },
      ];
    }

    function privateColumns(): Column<ImageView>[] {
      return [
        {
          id: "encrypted",
          header: t("fields.encrypted"),
          cell: ({ encrypted }) => (encrypted ? t("yes") : t("no")),
          noWrap: true,
          wideOnly: 1440,
          hideOnCards: true,
        },
        { id: "tags", header: m("columns.tags"), cell: ({ tags }) => <TagBadges tags={tags} max={3} /> },
        { id: "tenants", header: m("columns.tenants"), align: "end", cell: ({ tenants }) => tenants },
        { id: "source", header: t("fields.source"), cell: ({ sourceName }) => sourceName ?? unknown },
        {
          id: "recycledAt",
          header: m("columns.recycledAt"),
          cell: ({ recycledAt }) => (recycledAt === null ? unknown : <Timestamp value={recycledAt} />),
        },
      ];
    }
  }, [type, t, m, locale]);
}
