"use client";

import Ellipsis from "lucide-react/icons/ellipsis";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import type { ItemName } from "@/lib/iam/model";
import { ITEM_OF_ROUTE } from "@/lib/images/rules/item-of";
import { whyNotSource } from "@/lib/images/rules/source-rules";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { type ServerView, whyNotServer } from "@/lib/servers/model";
import { deleteVolumeAction, detachVolumeAction } from "@/lib/volumes/actions";
import { type ListedVolume, type VolumeAction, whyNotVolume } from "@/lib/volumes/model";
import { hrefIn } from "../console/page-place";
import { useWhyForbidden } from "../console/rights";
import { useAct } from "../console/use-act";
import { useErrorWords } from "../shell/error-words";
import { IconButton } from "../ui/controls/icon-button";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";
import { Menu } from "../ui/overlays/menu";

const AttachDialog = lazy(() => import("./attach-dialog").then((module) => ({ default: module.AttachDialog })));
const ResourceTagsDialog = lazy(() => import("../tags/resource-tags-dialog").then((module) => ({ default: module.ResourceTagsDialog })));
const GrowDialog = lazy(() => import("./grow-dialog").then((module) => ({ default: module.GrowDialog })));

type Open = VolumeAction | "tags";

const ITEMS: Readonly<Record<VolumeAction, ItemName>> = {
  attach: "evs:volumes:use",
  detach: "evs:volumes:use",
  grow: "evs:volumes:extend",
  delete: "evs:volumes:delete",
};

/** What can be done with a disk; on the page of its server the server's state is asked too. */
export function VolumeMenu({ place, volume, server }: { place: ConsolePlace; volume: ListedVolume; server?: ServerView }) {
  const t = useTranslations("volumes");
  const common = useTranslations("common");
  const manage = useTranslations("manage");
  const words = useErrorWords();
  const forbidden = useWhyForbidden();
  const [open, setOpen] = useState<Open>();
  const why = (action: VolumeAction) => {
    const ofServer = server !== undefined && (action === "detach" || action === "grow") ? whyNotServer("detach", server)?.code : undefined;
    const code = whyNotVolume(action, volume)?.code ?? ofServer;
    return forbidden(ITEMS[action]) ?? (code === undefined ? undefined : words(code).title);
  };
  const noImage =
    volume.serverId === null
      ? ("volumeNotAttached" as const)
      : whyNotSource("dataFromVolume", { volume, ...(server === undefined ? {} : { server }) })?.code;
  const act = (id: VolumeAction) => ({ id, label: t(`actions.${id}`), disabledReason: why(id), onSelect: () => setOpen(id) });
  const image = {
    id: "image",
    label: t("actions.createImage"),
    disabledReason: forbidden(ITEM_OF_ROUTE.dataFromVolume) ?? (noImage === undefined ? undefined : words(noImage).title),
    href: hrefIn(place, `/images/private/create/from?route=dataFromVolume&source=${volume.id}`),
  };
  const tags = {
    id: "tags",
    label: manage("tags.title"),
    disabledReason: forbidden("evs:volumes:update"),
    onSelect: () => setOpen("tags"),
  };
  const close = () => setOpen(undefined);
  return (
    <>
      <Menu
        trigger={<IconButton label={common("moreFor", { name: volume.name })} tooltip={false} icon={<Ellipsis aria-hidden size={16} />} />}
        groups={[
          { id: "use", items: [act("attach"), act("detach"), act("grow"), image, tags] },
          { id: "end", items: [{ ...act("delete"), tone: "danger" as const }] },
        ]}
      />
      <Suspense>
        {open === "attach" ? <AttachDialog place={place} volume={volume} onClose={close} /> : null}
        {open === "grow" ? <GrowDialog place={place} volume={volume} onClose={close} /> : null}
        {open === "tags" ? <ResourceTagsDialog place={place} kind="volume" resource={volume} onClose={close} /> : null}
        {open === "detach" || open === "delete" ? <EndDialog place={place} volume={volume} act={open} onClose={close} /> : null}
      </Suspense>
    </>
  );
}

/** Asks before a disk is taken from its server, or deleted. */
function EndDialog({
  place,
  volume,
  act,
  onClose,
}: {
  place: ConsolePlace;
  volume: ListedVolume;
  act: "detach" | "delete";
  onClose: () => void;
}) {
  const t = useTranslations("volumes");
  const { pending, failure, run } = useAct(place);
  const confirm = async () => {
    const action = act === "detach" ? detachVolumeAction : deleteVolumeAction;
    if (await run(action(place, { volumeId: volume.id }), t(`${act}.done`, { name: volume.name }))) onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t(`${act}.title`)}
      subject={volume.name}
      consequences={[t(`${act}.body`)]}
      confirmLabel={t(`${act}.confirm`)}
      tone={act === "delete" ? "danger" : "primary"}
      onConfirm={confirm}
      pending={pending}
      error={failure?.title}
    />
  );
}
