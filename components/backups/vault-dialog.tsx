"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { createVaultAction, resizeVaultAction } from "@/lib/backups/actions";
import { BACKUP_KINDS, type BackupKind, type VaultView } from "@/lib/backups/model";
import { createVaultInput } from "@/lib/backups/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { gibUnit } from "@/lib/platform/format/bytes";
import { useAct } from "../console/use-act";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { RadioGroup } from "../ui/forms/radio-group";
import { FormDialog } from "../ui/overlays/form-dialog";

/** Makes a vault, or gives one another capacity. */
export function VaultDialog({ place, vault, onClose }: { place: ConsolePlace; vault?: VaultView; onClose: () => void }) {
  const t = useTranslations("backups");
  const locale = useLocale();
  const act = useAct(place);
  const [name, setName] = useState(vault?.name ?? "");
  const [kind, setKind] = useState<BackupKind>(vault?.kind ?? "cbr");
  const [capacity, setCapacity] = useState(String(vault?.capacityGb ?? 200));
  const [attempt, setAttempt] = useState(0);
  const parsed = createVaultInput.safeParse({ name, kind, capacityGb: Number(capacity) });
  const wrong = (field: string) => attempt > 0 && !parsed.success && parsed.error.issues.some(({ path }) => path[0] === field);
  const submit = async () => {
    if (!parsed.success) return setAttempt(attempt + 1);
    const { capacityGb } = parsed.data;
    const work = vault === undefined ? createVaultAction(place, parsed.data) : resizeVaultAction(place, { vaultId: vault.id, capacityGb });
    if (await act.run(work, t(vault === undefined ? "vaultCreated" : "vaultResized", { name }))) onClose();
  };
  const title = t(vault === undefined ? "createVault" : "resizeVault");
  return (
    <FormDialog title={title} subject={vault?.name} submitLabel={title} onSubmit={submit} onClose={onClose} act={act}>
      {vault === undefined ? (
        <>
          <RadioGroup
            legend={t("fields.kind")}
            name="kind"
            look="inline"
            value={kind}
            onChange={(value) => setKind(BACKUP_KINDS.find((each) => each === value) ?? "cbr")}
            hint={t("kindHint")}
            options={BACKUP_KINDS.toReversed().map((value) => ({ value, label: t(`kinds.${value}`) }))}
          />
          <Field label={t("fields.name")} error={wrong("name") ? t("problems.backupName") : undefined}>
            <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
          </Field>
        </>
      ) : null}
      <Field label={t("fields.capacity")} error={wrong("capacityGb") ? t("problems.vaultSize") : undefined}>
        <Input inputMode="numeric" value={capacity} suffix={gibUnit(locale)} onChange={(event) => setCapacity(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
