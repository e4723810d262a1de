"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionFailure } from "@/lib/platform/http/action";
import { deleteServerAction } from "@/lib/servers/actions";
import { serverQueries } from "@/lib/servers/client";
import type { ServerView } from "@/lib/servers/model";
import { useErrorWords } from "../shell/error-words";
import { notify } from "../ui/feedback/notify";
import { Checkbox } from "../ui/forms/checkbox";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";

interface Props {
  place: ConsolePlace;
  server: ServerView;
  onClose: () => void;
  thenHref?: string;
}

/** Asks before a server and its disks are deleted. */
export function DeleteServerDialog({ place, server, onClose, thenHref }: Props) {
  const t = useTranslations("servers");
  const words = useErrorWords();
  const router = useRouter();
  const client = useQueryClient();
  const [keep, setKeep] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure>();
  const confirm = async () => {
    setPending(true);
    const result = await deleteServerAction(place, { serverId: server.id, keepDataDisks: keep });
    setPending(false);
    if (!result.ok) return setFailure(result.error);
    if (thenHref !== undefined) router.push(thenHref);
    onClose();
    await client.invalidateQueries({ queryKey: serverQueries.all(place) });
    await notify(t("delete.done", { name: server.name }));
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("delete.title")}
      subject={server.name}
      consequences={[t("delete.disks"), t("delete.image")]}
      confirmLabel={t("delete.confirm")}
      onConfirm={confirm}
      pending={pending}
      error={failure === undefined ? undefined : words(failure.code).title}
    >
      {server.volumes.some(({ bootable }) => !bootable) ? (
        <Checkbox label={t("delete.keepDataDisks")} checked={keep} onChange={(event) => setKeep(event.target.checked)} />
      ) : null}
    </ConfirmDialog>
  );
}
