"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import type { ItemName } from "@/lib/iam/model";
import { ITEM_OF_ROUTE } from "@/lib/images/rules/item-of";
import { type SourceRoute, whyNotSource } from "@/lib/images/rules/source-rules";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionResult } from "@/lib/platform/http/action";
import { retryServersAction, startServerAction, stopServerAction } from "@/lib/servers/actions";
import { type ServerAction, type ServerView, whyNotServer } from "@/lib/servers/model";
import { hrefIn } from "../console/page-place";
import { useWhyForbidden } from "../console/rights";
import { useAct } from "../console/use-act";
import { useFailureToast } from "../console/use-failure-toast";
import { useErrorWords } from "../shell/error-words";
import { Menu, type MenuProps } from "../ui/overlays/menu";

const CreateBackupDialog = lazy(() => import("../backups/create-backup-dialog").then((module) => ({ default: module.CreateBackupDialog })));
const CreateVolumeDialog = lazy(() => import("../volumes/create-volume-dialog").then((module) => ({ default: module.CreateVolumeDialog })));
const DeleteServerDialog = lazy(() => import("./delete-server-dialog").then((module) => ({ default: module.DeleteServerDialog })));
const FaultDialog = lazy(() => import("./fault-dialog").then((module) => ({ default: module.FaultDialog })));
const ResourceTagsDialog = lazy(() => import("../tags/resource-tags-dialog").then((module) => ({ default: module.ResourceTagsDialog })));
const ReinstallDialog = lazy(() => import("./reinstall-dialog").then((module) => ({ default: module.ReinstallDialog })));

type Open = "reinstall" | "fault" | "backUp" | "disk" | "tags" | "delete";

interface Props {
  place: ConsolePlace;
  server: ServerView;
  trigger: MenuProps["trigger"];
  /** Where to go after the server was deleted. */
  thenHref?: string;
}

/** Everything that can be done with a server; what cannot be done now says why. */
export function ServerMenu({ place, server, trigger, thenHref }: Props) {
  const t = useTranslations("servers");
  const [open, setOpen] = useState<Open>();
  const groups = useGroups(place, server, setOpen);
  const close = () => setOpen(undefined);
  return (
    <>
      <Menu trigger={trigger} groups={groups} />
      <Suspense>
        {open === "reinstall" ? <ReinstallDialog place={place} server={server} onClose={close} /> : null}
        {open === "fault" ? <FaultDialog place={place} server={server} onClose={close} /> : null}
        {open === "backUp" ? <CreateBackupDialog place={place} server={server} onClose={close} /> : null}
        {open === "disk" ? (
          <CreateVolumeDialog place={place} zones={[server.zoneId]} server={server} onClose={close} title={t("addDisk")} />
        ) : null}
        {open === "tags" ? <ResourceTagsDialog place={place} kind="server" resource={server} onClose={close} /> : null}
        {open === "delete" ? (
          <DeleteServerDialog place={place} server={server} onClose={close} {...(thenHref === undefined ? {} : { thenHref })} />
        ) : null}
      </Suspense>
    </>
  );
}

function useGroups(place: ConsolePlace, server: ServerView, setOpen: (open: Open) => void) {
  const t = useTranslations("servers");
  const manage = useTranslations("manage");
  const words = useErrorWords();
  const { run } = useAct(place);
  const forbidden = useWhyForbidden();
  const tell = useFailureToast();
  const act = async (work: Promise<ActionResult<unknown>>, done: string) => {
    const result = await work;
    if (result.ok) await run(Promise.resolve(result), done);
    else await tell(result.error);
  };
  const why = (action: ServerAction, item: ItemName) => {
    const refusal = whyNotServer(action, server);
    return forbidden(item) ?? (refusal === undefined ? undefined : words(refusal.code).title);
  };
  const whyNoImage = (route: SourceRoute) => {
    const volume = server.volumes.find(({ bootable }) => bootable);
    const refusal = whyNotSource(route, { server, ...(volume === undefined ? {} : { volume }) });
    return forbidden(ITEM_OF_ROUTE[route]) ?? (refusal === undefined ? undefined : words(refusal.code).title);
  };
  const makeHref = (route: SourceRoute) => hrefIn(place, `/images/private/create/from?route=${route}&source=${server.id}`);
  const serverId = server.id;
  const power = [
    {
      id: "start",
      label: t("actions.start"),
      disabledReason: why("start", "ecs:servers:start"),
      onSelect: () => void act(startServerAction(place, { serverId }), t("started", { name: server.name })),
    },
    {
      id: "stop",
      label: t("actions.stop"),
      disabledReason: why("stop", "ecs:servers:stop"),
      onSelect: () => void act(stopServerAction(place, { serverId }), t("stopped", { name: server.name })),
    },
  ];
  const retry = {
    id: "retry",
    label: t("actions.retry"),
    disabledReason: forbidden("ecs:servers:create"),
    onSelect: () => void act(retryServersAction(place, { serverIds: [serverId] }), t("retried", { count: 1 })),
  };
  const end = {
    id: "delete",
    label: t("delete.action"),
    tone: "danger" as const,
    disabledReason: forbidden("ecs:servers:delete"),
    onSelect: () => setOpen("delete"),
  };
  return [
    { id: "power", items: server.status === "error" ? [retry] : power },
    {
      id: "image",
      items: [
        {
          id: "image",
          label: t("actions.createImage"),
          disabledReason: whyNoImage("systemFromServer"),
          href: makeHref("systemFromServer"),
        },
        { id: "whole", label: t("actions.createWhole"), disabledReason: whyNoImage("wholeFromServer"), href: makeHref("wholeFromServer") },
        {
          id: "backUp",
          label: t("actions.backUp"),
          disabledReason: why("backUp", "cbr:backups:create"),
          onSelect: () => setOpen("backUp"),
        },
      ],
    },
    {
      id: "system",
      items: [
        {
          id: "reinstall",
          label: t("actions.reinstall"),
          disabledReason: why("reinstall", "ecs:servers:reinstall"),
          onSelect: () => setOpen("reinstall"),
        },
        { id: "disk", label: t("addDisk"), disabledReason: why("attach", "evs:volumes:create"), onSelect: () => setOpen("disk") },
        { id: "tags", label: manage("tags.title"), disabledReason: forbidden("ecs:servers:update"), onSelect: () => setOpen("tags") },
        {
          id: "fault",
          label: t("actions.reportFault"),
          disabledReason: why("reportFault", "ecs:servers:update"),
          onSelect: () => setOpen("fault"),
        },
      ],
    },
    { id: "end", items: [end] },
  ];
}
