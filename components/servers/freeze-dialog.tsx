"use client";

import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { freezeServerAction, renewServerAction } from "@/lib/servers/actions";
import type { AnyServerView } from "@/lib/servers/model";
import { useAct } from "../console/use-act";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";

/** Asks before a server is frozen because fees are owed, or renewed because they were paid. */
export function FreezeDialog({ place, server, onClose }: { place: ConsolePlace; server: AnyServerView; onClose: () => void }) {
  const t = useTranslations("servers");
  const { pending, failure, run } = useAct(place);
  const act = server.frozenAt === null ? "freeze" : "renew";
  const confirm = async () => {
    const send = act === "freeze" ? freezeServerAction : renewServerAction;
    if (await run(send(place, { serverId: server.id }), t(`${act}.done`, { name: server.name }))) onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t(`${act}.title`)}
      subject={`${server.name} · ${server.accountName}`}
      consequences={act === "freeze" ? [t("freeze.nothingMade"), t("freeze.mayStop"), t("freeze.kept")] : [t("renew.allBack")]}
      confirmLabel={t(`${act}.action`)}
      tone={act === "freeze" ? "danger" : "primary"}
      onConfirm={confirm}
      pending={pending}
      error={failure?.title}
    />
  );
}
