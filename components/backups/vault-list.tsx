"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { lazy, Suspense, useMemo, useState } from "react";
import { backupQueries } from "@/lib/backups/client";
import type { VaultView } from "@/lib/backups/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatGib } from "@/lib/platform/format/bytes";
import { hrefIn } from "../console/page-place";
import { ResourceList } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { Link } from "../ui/controls/link";
import { Size } from "../ui/data/size";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { BackupTabs } from "./backup-tabs";
import { VaultMenu } from "./vault-menu";

const VaultDialog = lazy(() => import("./vault-dialog").then((module) => ({ default: module.VaultDialog })));

/** The vaults of the project, with what they hold. */
export function VaultList({ place }: { place: ConsolePlace }) {
  const t = useTranslations("backups");
  const forbidden = useWhyForbidden();
  const [creating, setCreating] = useState(false);
  const query = useQuery({ ...backupQueries.vaults(place), refetchInterval: 30_000 });
  const columns = useColumns(place);
  return (
    <>
      <ResourceList
        title={t("vaults")}
        header={{ help: t("help") }}
        above={<BackupTabs place={place} />}
        query={query}
        create={{ label: t("createVault"), open: setCreating, disabledReason: forbidden("cbr:vaults:create") }}
        empty={{ title: t("noVault"), children: t("vaultNote") }}
        table={{
          columns,
          rowId: (vault) => vault.id,
          rowName: (vault) => vault.name,
          rowActions: (vault) => <VaultMenu place={place} vault={vault} />,
        }}
      />
      <Suspense>{creating ? <VaultDialog place={place} onClose={() => setCreating(false)} /> : null}</Suspense>
    </>
  );
}

function useColumns(place: ConsolePlace): readonly Column<VaultView>[] {
  const t = useTranslations("backups");
  const locale = useLocale();
  return useMemo(
    () => [
      {
        id: "name",
        header: t("fields.name"),
        rowHeader: true,
        cell: (vault) => (
          <Link className="break-words font-medium" href={hrefIn(place, `/backups?vault=${vault.id}`)}>
            {vault.name}
          </Link>
        ),
      },
      { id: "kind", header: t("fields.kind"), cell: (vault) => t(`kinds.${vault.kind}`) },
      { id: "capacity", header: t("fields.capacity"), align: "end", cell: (vault) => formatGib(vault.capacityGb, locale) },
      { id: "used", header: t("fields.used"), align: "end", cell: (vault) => <Size bytes={vault.usedBytes} /> },
      { id: "backups", header: t("fields.backups"), align: "end", cell: (vault) => String(vault.backups) },
      { id: "createdAt", header: t("fields.createdAt"), cell: (vault) => <Timestamp value={vault.createdAt} /> },
    ],
    [place, t, locale],
  );
}
