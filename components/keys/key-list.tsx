"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { keyQueries } from "@/lib/keys/client";
import type { KeyView } from "@/lib/keys/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { ResourceList } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { HelpLinks } from "../help/help-links";
import { Link } from "../ui/controls/link";
import { Badge } from "../ui/data/badge";
import type { Column } from "../ui/data/table-model";
import { Timestamp } from "../ui/data/timestamp";
import { CreateKeyDialog } from "./create-key-dialog";
import { KeyMenu } from "./key-menu";
import { KeyStatus } from "./key-status";

export function KeyList({ place }: { place: ConsolePlace }) {
  const t = useTranslations("keys");
  const forbidden = useWhyForbidden();
  const [creating, setCreating] = useState(false);
  const query = useQuery(keyQueries.list(place));
  const columns = useColumns(place);
  const help = (
    <>
      <p>{t("help")}</p>
      <HelpLinks to={["encryption", "encrypt"]} />
    </>
  );
  return (
    <>
      <ResourceList
        title={t("title")}
        header={{ help }}
        query={query}
        create={{ label: t("create.title"), open: setCreating, disabledReason: forbidden("kms:cmk:create") }}
        empty={{ title: t("empty.title"), children: t("empty.body") }}
        table={{
          columns,
          rowId: (key) => key.id,
          rowName: (key) => key.name,
          rowActions: (key) => <KeyMenu place={place} item={key} />,
        }}
      />
      {creating ? <CreateKeyDialog place={place} onClose={() => setCreating(false)} /> : null}
    </>
  );
}

function useColumns(place: ConsolePlace): readonly Column<KeyView>[] {
  const t = useTranslations("keys");
  return useMemo(
    () => [
      {
        id: "name",
        header: t("fields.name"),
        rowHeader: true,
        cell: (key) => (
          <span className="inline-flex flex-wrap items-center gap-2">
            <Link href={hrefIn(place, `/keys/${key.id}`)} className="wrap-anywhere font-medium">
              {key.name}
            </Link>
            {key.isDefault ? <Badge>{t("default")}</Badge> : null}
          </span>
        ),
      },
      { id: "state", header: t("fields.state"), cell: (key) => <KeyStatus item={key} /> },
      { id: "images", header: t("fields.images"), align: "end", cell: (key) => key.imageCount },
      { id: "disks", header: t("fields.disks"), align: "end", cell: (key) => key.volumeCount },
      { id: "version", header: t("fields.version"), align: "end", cell: (key) => key.currentVersion },
      { id: "createdAt", header: t("fields.createdAt"), cell: (key) => <Timestamp value={key.createdAt} /> },
    ],
    [place, t],
  );
}
