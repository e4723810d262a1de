"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { createBackupAction } from "@/lib/backups/actions";
import { backupQueries } from "@/lib/backups/client";
import { BACKUP_NAME_PATTERN } from "@/lib/backups/constraints";
import { GIB } from "@/lib/disk/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { chargesOfBackup } from "@/lib/pricing/model";
import type { ServerView } from "@/lib/servers/model";
import { useAct } from "../console/use-act";
import { PricedNote } from "../pricing/priced-note";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { FormDialog } from "../ui/overlays/form-dialog";
import { VaultPicker } from "./vault-picker";

/** Backs up a server: a name, and a vault with room for all its disks. */
export function CreateBackupDialog({ place, server, onClose }: { place: ConsolePlace; server: ServerView; onClose: () => void }) {
  const t = useTranslations("backups");
  const act = useAct(place);
  const [name, setName] = useState(`${server.name}-${new Date().toISOString().slice(0, 10)}`.slice(0, 64));
  const [vaultId, setVaultId] = useState("");
  const sizeGb = server.volumes.reduce((sum, volume) => sum + volume.sizeGb, 0);
  const kind = useQuery(backupQueries.vaults(place)).data?.find(({ id }) => id === vaultId)?.kind;
  const named = BACKUP_NAME_PATTERN.test(name);
  const submit = async () => {
    if (await act.run(createBackupAction(place, { serverId: server.id, vaultId, name }), t("backingUp", { name: server.name }))) onClose();
  };
  return (
    <FormDialog
      title={t("create")}
      subject={server.name}
      submitLabel={t("create")}
      onSubmit={submit}
      onClose={onClose}
      act={act}
      disabled={vaultId === "" || !named}
    >
      <p className="text-muted">{t("crashConsistent")}</p>
      <Field label={t("fields.name")} error={named ? undefined : t("problems.backupName")}>
        <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
      </Field>
      <VaultPicker place={place} neededGb={sizeGb} value={vaultId} onChange={setVaultId} />
      {kind === undefined ? null : <PricedNote place={place} chargesAt={(prices) => chargesOfBackup(kind, sizeGb * GIB, prices)} />}
    </FormDialog>
  );
}
