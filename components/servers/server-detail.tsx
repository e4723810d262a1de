"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatGib } from "@/lib/platform/format/bytes";
import { serverQueries } from "@/lib/servers/client";
import { isServerTransient, type ServerView, type VolumeView } from "@/lib/servers/model";
import { hrefIn } from "../console/page-place";
import { useReadFailure } from "../console/use-read-failure";
import { Button } from "../ui/controls/button";
import { CopyButton } from "../ui/controls/copy-button";
import { Link } from "../ui/controls/link";
import { KeyValues } from "../ui/data/key-values";
import { Status } from "../ui/data/status";
import { Timestamp } from "../ui/data/timestamp";
import { Card } from "../ui/layout/card";
import { PageHeader } from "../ui/layout/page-header";
import { DeleteServerDialog } from "./delete-server-dialog";
import { ServerStatus } from "./server-status";

export function ServerDetail({ place, serverId }: { place: ConsolePlace; serverId: string }) {
  const { data, error, refetch } = useQuery({
    ...serverQueries.detail(place, serverId),
    refetchInterval: (query) => (query.state.data !== undefined && isServerTransient(query.state.data) ? 1_500 : false),
  });
  const failure = useReadFailure(error, refetch);
  if (failure !== undefined) return failure;
  return data === undefined ? null : <LoadedServer place={place} server={data} />;
}

function LoadedServer({ place, server }: { place: ConsolePlace; server: ServerView }) {
  const t = useTranslations("servers");
  const [deleting, setDeleting] = useState(false);
  const listHref = hrefIn(place, "/servers");
  const image = server.imageId === null ? server.imageName : <Link href={hrefIn(place, `/images/private/${server.imageId}`)}>{server.imageName}</Link>;
  return (
    <>
      <PageHeader
        title={server.name}
        crumbs={[{ label: t("title"), href: listHref }]}
        meta={
          <>
            <ServerStatus server={server} />
            <span className="inline-flex items-center gap-1">
              <code className="font-mono text-xs">{server.id}</code>
              <CopyButton value={server.id} name="ID" />
            </span>
          </>
        }
        actions={
          <Button variant="danger" onClick={() => setDeleting(true)}>
            {t("delete.action")}
          </Button>
        }
      />
      <div className="space-y-4">
        <Card title={t("sections.basics")}>
          <KeyValues
            items={[
              { id: "flavor", label: t("fields.flavor"), value: server.flavorId },
              { id: "zone", label: t("fields.zone"), value: server.zoneId },
              { id: "image", label: t("fields.image"), value: image },
              { id: "createdAt", label: t("fields.createdAt"), value: <Timestamp value={server.createdAt} /> },
            ]}
          />
        </Card>
        <Card title={t("sections.disks")}>
          <ul className="space-y-4">
            {server.volumes.map((volume) => (
              <Disk key={volume.id} volume={volume} percent={server.job?.kind === "fillVolume" ? server.job.percent : undefined} />
            ))}
          </ul>
        </Card>
      </div>
      {deleting ? <DeleteServerDialog place={place} server={server} thenHref={listHref} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}

const TONES = { creating: "progress", lazy: "progress", independent: "ok", error: "danger", deleted: "neutral" } as const;

function Disk({ volume, percent }: { volume: VolumeView; percent: number | undefined }) {
  const t = useTranslations("servers");
  const locale = useLocale();
  return (
    <li>
      <KeyValues
        items={[
          { id: "kind", label: t("fields.disk"), value: t(volume.bootable ? "systemDisk" : "dataDisk") },
          { id: "size", label: t("fields.size"), value: formatGib(volume.sizeGb, locale) },
          {
            id: "state",
            label: t("fields.diskState"),
            value: (
              <Status tone={TONES[volume.status]} percent={volume.status === "lazy" ? percent : undefined} note={volume.status === "lazy" ? t("lazyNote") : undefined}>
                {t(`diskStates.${volume.status}`)}
              </Status>
            ),
          },
          { id: "ready", label: t("fields.ready"), value: volume.readyMs === null ? undefined : t("milliseconds", { count: volume.readyMs }) },
          { id: "id", label: "ID", value: <code className="font-mono text-sm">{volume.id}</code> },
        ]}
      />
    </li>
  );
}
