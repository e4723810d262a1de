"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { backupQueries } from "@/lib/backups/client";
import { type BackupView, isBackupTransient } from "@/lib/backups/model";
import type { BackupListFilter } from "@/lib/backups/schemas";
import { toSearchParams } from "@/lib/backups/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatGib } from "@/lib/platform/format/bytes";
import { hrefIn } from "../console/page-place";
import { ResourceList } from "../console/resource-list";
import { useListAddress } from "../console/use-list-address";
import { ButtonLink, Link } from "../ui/controls/link";
import { FilterSelect } from "../ui/data/filter-bar";
import { Size } from "../ui/data/size";
import { Status } from "../ui/data/status";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { BackupMenu } from "./backup-menu";
import { BackupTabs } from "./backup-tabs";

export function BackupList({ place, filter }: { place: ConsolePlace; filter: BackupListFilter }) {
  const t = useTranslations("backups");
  const query = useQuery({
    ...backupQueries.list(place, filter),
    refetchInterval: ({ state }) => (state.data?.items.some(isBackupTransient) ? 2_000 : 30_000),
  });
  const vaults = useQuery(backupQueries.vaults(place)).data ?? [];
  const columns = useColumns(place);
  const address = useListAddress(filter, toSearchParams);
  const toServers = (
    <ButtonLink variant="primary" href={hrefIn(place, "/servers")}>
      {t("emptyAction")}
    </ButtonLink>
  );
  const byVault = (
    <FilterSelect
      label={t("fields.vault")}
      allLabel={t("allVaults")}
      value={filter.vaultId ?? ""}
      options={vaults.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(value) => address.go({ vaultId: value === "" ? undefined : value })}
    />
  );
  return (
    <ResourceList
      title={t("title")}
      header={{ help: t("help") }}
      above={<BackupTabs place={place} />}
      query={query}
      address={address}
      search={{ label: t("search"), value: filter.q, onSearch: (q) => address.go({ q }) }}
      filters={vaults.length > 0 ? byVault : null}
      empty={{ title: t("empty"), children: t("emptyBody"), actions: toServers }}
      table={{
        columns,
        rowId: (backup) => backup.id,
        rowName: (backup) => backup.name,
        rowActions: (backup) => <BackupMenu place={place} backup={backup} />,
      }}
    />
  );
}

const TONES = { creating: "progress", available: "ok", error: "danger", deleted: "neutral" } as const;

function useColumns(place: ConsolePlace): readonly Column<BackupView>[] {
  const t = useTranslations("backups");
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: "name",
        header: t("fields.name"),
        rowHeader: true,
        cell: (backup) => <span className="break-words font-medium">{backup.name}</span>,
      },
      {
        id: "status",
        header: t("fields.status"),
        cell: (backup) => (
          <Status tone={TONES[backup.status]} percent={backup.job?.percent}>
            {t(`statuses.${backup.status}`)}
          </Status>
        ),
      },
      { id: "kind", header: t("fields.kind"), cell: (backup) => t(`kinds.${backup.kind}`) },
      {
        id: "server",
        header: t("fields.server"),
        cell: (backup) =>
          backup.serverId === null ? (
            backup.serverName
          ) : (
            <Link href={hrefIn(place, `/servers/${backup.serverId}`)}>{backup.serverName}</Link>
          ),
      },
      {
        id: "size",
        header: t("fields.disks"),
        noWrap: true,
        cell: (backup) => t("disksOf", { count: Math.max(1, backup.disks.length), size: formatGib(backup.sizeGb, locale) }),
      },
      {
        id: "added",
        header: t("fields.added"),
        align: "end",
        cell: (backup) => (backup.status === "available" ? <Size bytes={backup.addedBytes} /> : "–"),
      },
      { id: "vault", header: t("fields.vault"), cell: (backup) => backup.vaultName, hideOnCards: true },
      {
        id: "image",
        header: t("fields.image"),
        cell: (backup) =>
          backup.imageId === null ? "–" : <Link href={hrefIn(place, `/images/private/${backup.imageId}`)}>{t("itsImage")}</Link>,
      },
      { id: "createdAt", header: t("fields.createdAt"), cell: (backup) => <Timestamp value={backup.createdAt} /> },
    ],
    [place, t, locale],
  );
}
