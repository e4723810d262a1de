"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { cancelKeyDeletionAction, disableKeyAction, enableKeyAction, rotateKeyAction, scheduleKeyDeletionAction } from "@/lib/keys/actions";
import { keyQueries } from "@/lib/keys/client";
import { DELETION_MAX_DAYS, DELETION_MIN_DAYS } from "@/lib/keys/constraints";
import type { KeyChange, KeyView } from "@/lib/keys/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useErrorWords } from "../shell/error-words";
import { useListed } from "../ui/data/use-listed";
import { notify } from "../ui/feedback/notify";
import { Field } from "../ui/forms/field";
import { Input } from "../ui/forms/input";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";

interface Props {
  readonly place: ConsolePlace;
  readonly item: KeyView;
  readonly change: KeyChange;
  readonly onClose: () => void;
}

/** Asks before a key is changed; before it is stopped, with the images and disks that stop working. */
export function ChangeKeyDialog({ place, item, change, onClose }: Props) {
  const listed = useListed();
  const t = useTranslations("keys");
  const [days, setDays] = useState(String(DELETION_MIN_DAYS));
  const stops = change === "disable" || change === "scheduleDeletion";
  const usage = useQuery({ ...keyQueries.usage(place, item.id), enabled: stops }).data;
  const isValid = change !== "scheduleDeletion" || (Number.isInteger(Number(days)) && inRange(Number(days)));
  const act = useChange({ place, item, change, onClose }, Number(days));
  const named = usage?.images.slice(0, 5).map(({ name }) => name) ?? [];
  const images =
    usage === undefined || !stops || usage.imageCount === 0
      ? []
      : [
          t(`impact.${change}`, { count: usage.imageCount }),
          t("impact.named", { names: listed(named), more: usage.imageCount - named.length }),
        ];
  const volumes =
    usage === undefined || !stops || usage.volumeCount === 0 ? [] : [t(`impact.${change}Disks`, { count: usage.volumeCount })];
  const unused = usage !== undefined && stops && images.length + volumes.length === 0 ? [t("impact.none")] : [];
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t(`changes.${change}.title`)}
      subject={item.name}
      consequences={[t(`changes.${change}.body`), ...images, ...volumes, ...unused]}
      confirmLabel={t(`changes.${change}.confirm`)}
      tone={stops ? "danger" : "primary"}
      {...(change === "scheduleDeletion" ? { typed: [item.name] } : {})}
      onConfirm={() => (isValid ? act.run() : undefined)}
      pending={act.pending}
      error={act.error}
    >
      {change === "scheduleDeletion" ? (
        <Field label={t("days.label")} hint={t("days.hint")} error={isValid ? undefined : t("problems.deletionDays")}>
          <Input inputMode="numeric" value={days} onChange={(event) => setDays(event.target.value)} suffix={t("days.unit")} />
        </Field>
      ) : null}
    </ConfirmDialog>
  );
}

const inRange = (days: number) => days >= DELETION_MIN_DAYS && days <= DELETION_MAX_DAYS;

function useChange({ place, item, change, onClose }: Props, days: number) {
  const t = useTranslations("keys");
  const words = useErrorWords();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const run = async () => {
    setPending(true);
    const result = await send(place, item.id, change, days);
    setPending(false);
    if (!result.ok) return setError(`${words(result.error.code).title} ${words(result.error.code).advice}`);
    onClose();
    await client.invalidateQueries({ queryKey: keyQueries.all(place) });
    await notify(t(`changes.${change}.done`, { name: item.name }));
  };
  return { run, pending, error };
}

function send(place: ConsolePlace, keyId: string, change: KeyChange, days: number) {
  switch (change) {
    case "enable":
      return enableKeyAction(place, { keyId });
    case "disable":
      return disableKeyAction(place, { keyId });
    case "rotate":
      return rotateKeyAction(place, { keyId });
    case "cancelDeletion":
      return cancelKeyDeletionAction(place, { keyId });
    case "scheduleDeletion":
      return scheduleKeyDeletionAction(place, { keyId, days });
  }
}
