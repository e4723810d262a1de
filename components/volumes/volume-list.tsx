"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { lazy, Suspense, useMemo, useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatGib } from "@/lib/platform/format/bytes";
import { volumeQueries } from "@/lib/volumes/client";
import { isVolumeTransient, type ListedVolume } from "@/lib/volumes/model";
import type { VolumeListFilter } from "@/lib/volumes/schemas";
import { toSearchParams } from "@/lib/volumes/search";
import { hrefIn } from "../console/page-place";
import { ResourceList } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { useListAddress } from "../console/use-list-address";

import { newDisk } from "../servers/data-disk-fields";
import { TagBadges } from "../tags/tag-badges";
import { TagFilter } from "../tags/tag-filter";
import { useTagChips } from "../tags/use-tag-chips";
import { Link } from "../ui/controls/link";
import { Status } from "../ui/data/status";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { VolumeMenu } from "./volume-menu";

const CreateVolumeDialog = lazy(() => import("./create-volume-dialog").then((module) => ({ default: module.CreateVolumeDialog })));

interface Props {
  place: ConsolePlace;
  filter: VolumeListFilter;
  zones: readonly string[];
  /** A data disk image to make a disk of at once. */
  image?: { readonly id: string; readonly minDiskGb: number };
}

export function VolumeList({ place, filter, zones, image }: Props) {
  const t = useTranslations("volumes");
  const forbidden = useWhyForbidden();
  const [creating, setCreating] = useState(image !== undefined);
  const query = useQuery({
    ...volumeQueries.list(place, filter),
    refetchInterval: ({ state }) => (state.data?.items.some(isVolumeTransient) ? 2_000 : 30_000),
  });
  const columns = useColumns(place);
  const address = useListAddress(filter, toSearchParams);
  const chips = useTagChips(filter.tags, (tags) => address.go({ tags }));
  const first = image === undefined ? {} : { first: { ...newDisk(), key: image.id, sizeGb: String(image.minDiskGb), imageId: image.id } };
  return (
    <>
      <ResourceList
        title={t("title")}
        header={{ help: t("help") }}
        query={query}
        address={address}
        chips={chips}
        filters={<TagFilter place={place} onAdd={(tag) => address.go({ tags: [...new Set([...filter.tags, tag])] })} />}
        search={{ label: t("search"), value: filter.q, onSearch: (q) => address.go({ q }) }}
        create={{ label: t("create"), open: setCreating, disabledReason: forbidden("evs:volumes:create") }}
        empty={{ title: t("empty") }}
        table={{
          columns,
          rowId: (volume) => volume.id,
          rowName: (volume) => volume.name,
          rowActions: (volume) => (
            <span className="flex justify-end">
              <VolumeMenu place={place} volume={volume} />
            </span>
          ),
        }}
      />
      <Suspense>
        {creating ? (
          <CreateVolumeDialog place={place} zones={zones} title={t("create")} onClose={() => setCreating(false)} {...first} />
        ) : null}
      </Suspense>
    </>
  );
}

const TONES = { creating: "progress", lazy: "progress", independent: "ok", error: "danger", deleted: "neutral" } as const;

function useColumns(place: ConsolePlace): readonly Column<ListedVolume>[] {
  const t = useTranslations("volumes");
  const servers = useTranslations("servers");
  const m = useTranslations("manage");
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: "name",
        header: t("fields.name"),
        rowHeader: true,
        cell: (volume) => <span className="wrap-anywhere font-medium sm:block sm:min-w-28">{volume.name}</span>,
      },
      {
        id: "status",
        header: t("fields.status"),
        cell: (volume) => <Status tone={TONES[volume.status]}>{servers(`diskStates.${volume.status}`)}</Status>,
      },
      {
        id: "kind",
        header: t("fields.kind"),
        cell: (volume) => (
          <span>
            {servers(volume.bootable ? "systemDisk" : "dataDisk")}
            {/* The next column, where there is no room for it. */}
            <span className="block text-faint text-xs 2xl:hidden">{volume.type}</span>
          </span>
        ),
        noWrap: true,
      },
      { id: "type", header: t("fields.type"), cell: (volume) => volume.type, wideOnly: 1536, hideOnCards: true },
      { id: "size", header: t("fields.size"), align: "end", cell: (volume) => formatGib(volume.sizeGb, locale) },
      { id: "zone", header: t("fields.zone"), cell: (volume) => volume.zoneId, noWrap: true, hideOnCards: true },
      {
        id: "encryption",
        header: t("fields.encryption"),
        cell: (volume) =>
          volume.keyId === null ? (
            <span className="text-muted">{t("encryption.none")}</span>
          ) : (
            <Link href={hrefIn(place, `/keys/${volume.keyId}`)} className="break-words">
              {volume.keyName}
            </Link>
          ),
      },
      {
        id: "server",
        header: t("fields.server"),
        cell: (volume) =>
          volume.serverId === null ? (
            t("unattached")
          ) : (
            <span>
              <Link href={hrefIn(place, `/servers/${volume.serverId}`)}>{volume.serverName}</Link>{" "}
              <code className="text-muted text-xs">{volume.device}</code>
            </span>
          ),
      },
      {
        id: "tags",
        header: m("columns.tags"),
        cell: (volume) => <TagBadges tags={volume.tags} max={2} />,
        wideOnly: 1440,
        hideOnCards: true,
      },
      { id: "createdAt", header: t("fields.createdAt"), cell: (volume) => <Timestamp value={volume.createdAt} /> },
    ],
    [place, t, m, servers, locale],
  );
}
