"use client";

import Ellipsis from "lucide-react/icons/ellipsis";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useState } from "react";
import { deleteVaultAction } from "@/lib/backups/actions";
import type { VaultView } from "@/lib/backups/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useWhyForbidden } from "../console/rights";
import { useAct } from "../console/use-act";
import { useErrorWords } from "../shell/error-words";
import { IconButton } from "../ui/controls/icon-button";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";
import { Menu } from "../ui/overlays/menu";

const VaultDialog = lazy(() => import("./vault-dialog").then((module) => ({ default: module.VaultDialog })));

export function VaultMenu({ place, vault }: { place: ConsolePlace; vault: VaultView }) {
  const t = useTranslations("backups");
  const common = useTranslations("common");
  const words = useErrorWords();
  const forbidden = useWhyForbidden();
  const { pending, failure, run } = useAct(place);
  const [open, setOpen] = useState<"resize" | "delete">();
  const close = () => setOpen(undefined);
  const remove = async () => {
    if (await run(deleteVaultAction(place, { vaultId: vault.id }), t("vaultDeleted", { name: vault.name }))) close();
  };
  const items = [
    { id: "resize", label: t("resizeVault"), disabledReason: forbidden("cbr:vaults:update"), onSelect: () => setOpen("resize") },
    {
      id: "delete",
      label: t("actions.delete"),
      tone: "danger" as const,
      disabledReason: forbidden("cbr:vaults:delete") ?? (vault.backups > 0 ? words("vaultNotEmpty").title : undefined),
      onSelect: () => setOpen("delete"),
    },
  ];
  return (
    <span className="flex justify-end">
      <Menu
        trigger={<IconButton label={common("moreFor", { name: vault.name })} tooltip={false} icon={<Ellipsis aria-hidden size={16} />} />}
        groups={[{ id: "actions", items }]}
      />
      <Suspense>{open === "resize" ? <VaultDialog place={place} vault={vault} onClose={close} /> : null}</Suspense>
      {open === "delete" ? (
        <ConfirmDialog
          open
          onOpenChange={(next) => next || close()}
          title={t("deleteVault")}
          subject={vault.name}
          confirmLabel={t("actions.delete")}
          onConfirm={remove}
          pending={pending}
          error={failure?.title}
        />
      ) : null}
    </span>
  );
}
