"use client";

import Ellipsis from "lucide-react/icons/ellipsis";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { deleteBackupAction, restoreBackupAction } from "@/lib/backups/actions";
import { type BackupView, whyNotBackup } from "@/lib/backups/model";
import { ITEM_OF_ROUTE } from "@/lib/images/rules/item-of";
import { whyNotSource } from "@/lib/images/rules/source-rules";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { useWhyForbidden } from "../console/rights";
import { useAct } from "../console/use-act";
import { useErrorWords } from "../shell/error-words";
import { IconButton } from "../ui/controls/icon-button";
import { Checkbox } from "../ui/forms/checkbox";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";
import { Menu } from "../ui/overlays/menu";

/** What can be done with a backup; what cannot be done now says why. */
export function BackupMenu({ place, backup }: { place: ConsolePlace; backup: BackupView }) {
  const t = useTranslations("backups");
  const common = useTranslations("common");
  const words = useErrorWords();
  const forbidden = useWhyForbidden();
  const [open, setOpen] = useState<"restore" | "delete">();
  const why = (act: "restore" | "delete") => {
    const refusal = whyNotBackup(act, backup);
    return forbidden(`cbr:backups:${act}`) ?? (refusal === undefined ? undefined : words(refusal.code).title);
  };
  const noImage = whyNotSource("wholeFromBackup", { backup });
  const items = [
    {
      id: "image",
      label: t("actions.createImage"),
      disabledReason: forbidden(ITEM_OF_ROUTE.wholeFromBackup) ?? (noImage === undefined ? undefined : words(noImage.code).title),
      href: hrefIn(place, `/images/private/create/from?route=wholeFromBackup&source=${backup.id}`),
    },
    { id: "restore", label: t("actions.restore"), disabledReason: why("restore"), onSelect: () => setOpen("restore") },
  ];
  const end = {
    id: "delete",
    label: t("actions.delete"),
    tone: "danger" as const,
    disabledReason: why("delete"),
    onSelect: () => setOpen("delete"),
  };
  return (
    <span className="flex justify-end">
      <Menu
        trigger={<IconButton label={common("moreFor", { name: backup.name })} tooltip={false} icon={<Ellipsis aria-hidden size={16} />} />}
        groups={[
          { id: "use", items },
          { id: "end", items: [end] },
        ]}
      />
      {open === undefined ? null : <BackupDialog place={place} backup={backup} act={open} onClose={() => setOpen(undefined)} />}
    </span>
  );
}

interface DialogProps {
  place: ConsolePlace;
  backup: BackupView;
  act: "restore" | "delete";
  onClose: () => void;
}

/** Asks before a server is set back, or a backup is deleted. */
function BackupDialog({ place, backup, act, onClose }: DialogProps) {
  const t = useTranslations("backups");
  const servers = useTranslations("servers");
  const { pending, failure, run } = useAct(place);
  const [start, setStart] = useState(true);
  const confirm = async () => {
    const work =
      act === "restore" ? restoreBackupAction(place, { backupId: backup.id, start }) : deleteBackupAction(place, { backupId: backup.id });
    if (await run(work, t(`${act}.done`, { name: backup.name }))) onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t(`${act}.title`)}
      subject={backup.name}
      consequences={[t(`${act}.body`, { server: backup.serverName })]}
      confirmLabel={t(`${act}.confirm`)}
      onConfirm={confirm}
      pending={pending}
      error={failure === undefined ? undefined : `${failure.title} ${failure.advice}`}
    >
      {act === "restore" ? (
        <Checkbox label={servers("startAfter")} checked={start} onChange={(event) => setStart(event.target.checked)} />
      ) : null}
    </ConfirmDialog>
  );
}
