"use client";

import { useQuery } from "@tanstack/react-query";
import ChevronDown from "lucide-react/icons/chevron-down";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { formatGib } from "@/lib/platform/format/bytes";
import { serverQueries } from "@/lib/servers/client";
import { isServerTransient, type ServerView } from "@/lib/servers/model";
import type { VolumeView } from "@/lib/volumes/model";
import { hrefIn } from "../console/page-place";
import { useWhyForbidden } from "../console/rights";
import { useReadFailure } from "../console/use-read-failure";
import { useErrorWords } from "../shell/error-words";
import { TagBadges } from "../tags/tag-badges";
import { Button } from "../ui/controls/button";
import { Link } from "../ui/controls/link";
import { IdText } from "../ui/data/code";
import { KeyValues } from "../ui/data/key-values";
import { Status } from "../ui/data/status";
import { Timestamp } from "../ui/data/timestamp";
import { Alert } from "../ui/feedback/alert";
import { Card } from "../ui/layout/card";
import { PageHeader } from "../ui/layout/page-header";
import { VolumeMenu } from "../volumes/volume-menu";
import { DeleteServerDialog } from "./delete-server-dialog";
import { InstallSteps } from "./install-steps";
import { ServerMenu } from "./server-menu";
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
  const manage = useTranslations("manage");
  const forbidden = useWhyForbidden();
  const [deleting, setDeleting] = useState(false);
  const listHref = hrefIn(place, "/servers");
  const image =
    server.imageType === null ? (
      server.imageName
    ) : (
      <Link href={hrefIn(place, `/images/${server.imageType}/${server.imageId}`)}>{server.imageName}</Link>
    );
  return (
    <>
      <PageHeader
        title={server.name}
        crumbs={[{ label: t("title"), href: listHref }]}
        meta={
          <>
            <ServerStatus server={server} />
            <IdText id={server.id} name="ID" whole />
          </>
        }
        actions={
          <>
            <ServerMenu
              place={place}
              server={server}
              thenHref={listHref}
              trigger={
                <Button>
                  {t("actions.more")}
                  <ChevronDown aria-hidden size={16} />
                </Button>
              }
            />
            <Button variant="dangerQuiet" disabledReason={forbidden("ecs:servers:delete")} onClick={() => setDeleting(true)}>
              {t("delete.action")}
            </Button>
          </>
        }
      />
      <div className="space-y-4">
        <ServerNotices server={server} />
        <InstallSteps place={place} server={server} />
        <Card title={t("sections.basics")}>
          <KeyValues
            items={[
              { id: "kind", label: t("fields.kind"), value: t(`kindOf.${server.kind}`) },
              { id: "flavor", label: t("fields.flavor"), value: server.flavorId },
              { id: "zone", label: t("fields.zone"), value: server.zoneId },
              { id: "image", label: t("fields.image"), value: image },
              { id: "os", label: t("fields.os"), value: server.osVersion },
              { id: "tags", label: manage("columns.tags"), value: <TagBadges tags={server.tags} /> },
              { id: "createdAt", label: t("fields.createdAt"), value: <Timestamp value={server.createdAt} /> },
            ]}
          />
        </Card>
        <Card title={t("sections.disks")}>
          <ul className="space-y-4 divide-y divide-line">
            {server.volumes.map((volume) => (
              <Disk key={volume.id} place={place} server={server} volume={volume} />
            ))}
          </ul>
        </Card>
      </div>
      {deleting ? <DeleteServerDialog place={place} server={server} thenHref={listHref} onClose={() => setDeleting(false)} /> : null}
    </>
  );
}

const TONES = { creating: "progress", lazy: "progress", independent: "ok", error: "danger", deleted: "neutral" } as const;

function ServerNotices({ server }: { server: ServerView }) {
  const t = useTranslations("servers");
  const words = useErrorWords();
  if (server.frozenAt !== null)
    return (
      <Alert tone="warning" title={words("serverFrozen").title}>
        {words("serverFrozen").advice}
      </Alert>
    );
  if (server.faultyAt !== null)
    return (
      <Alert tone="danger" title={t("faulty")}>
        {server.faultNote === "" ? t("fault.hint") : `${server.faultNote} – ${t("fault.hint")}`}
      </Alert>
    );
  return null;
}

function Disk({ place, server, volume }: { place: ConsolePlace; server: ServerView; volume: VolumeView }) {
  const t = useTranslations("servers");
  const manage = useTranslations("manage");
  const locale = useLocale();
  const percent = server.job?.kind === "fillVolume" ? server.job.percent : undefined;
  const marks = [...(volume.local ? [t("localDisk")] : []), ...(volume.encrypted ? [t("encrypted")] : [])];
  return (
    <li className="flex items-start gap-2 not-first:pt-4">
      <div className="min-w-0 flex-1">
        <KeyValues
          items={[
            {
              id: "kind",
              label: t("fields.disk"),
              value: [t(volume.bootable ? "systemDisk" : "dataDisk"), volume.device, ...marks].filter((part) => part !== null).join(" · "),
            },
            { id: "size", label: t("fields.size"), value: formatGib(volume.sizeGb, locale) },
            ...(volume.keyId === null
              ? []
              : [
                  { id: "key", label: t("fields.key"), value: <Link href={hrefIn(place, `/keys/${volume.keyId}`)}>{volume.keyName}</Link> },
                ]),
            {
              id: "state",
              label: t("fields.diskState"),
              value: (
                <Status
                  tone={TONES[volume.status]}
                  percent={volume.status === "lazy" ? percent : undefined}
                  note={volume.status === "lazy" ? t("lazyNote") : undefined}
                >
                  {t(`diskStates.${volume.status}`)}
                </Status>
              ),
            },
            {
              id: "ready",
              label: t("fields.ready"),
              value: volume.readyMs === null ? undefined : t("milliseconds", { count: volume.readyMs }),
            },
            { id: "tags", label: manage("columns.tags"), value: volume.tags.length === 0 ? undefined : <TagBadges tags={volume.tags} /> },
            { id: "id", label: "ID", value: <code className="font-mono text-sm">{volume.id}</code>, wide: true },
          ]}
        />
      </div>
      <VolumeMenu place={place} volume={{ ...volume, serverName: server.name, serverState: server.state }} server={server} />
    </li>
  );
}
