"use client";

import { useTranslations } from "next-intl";
import type { KeyView } from "@/lib/keys/model";
import { Status } from "../ui/data/status";
import { Timestamp } from "../ui/data/timestamp";

const TONES = { enabled: "ok", disabled: "warning", pendingDeletion: "danger", deleted: "neutral" } as const;

/** Dot and word; for a key that waits for its deletion, when that is. */
export function KeyStatus({ item }: { item: Pick<KeyView, "state" | "deletionAt"> }) {
  const t = useTranslations("keys");
  const note = item.deletionAt === null ? undefined : <Timestamp value={item.deletionAt} />;
  return (
    <Status tone={TONES[item.state]} note={note}>
      {t(`states.${item.state}`)}
    </Status>
  );
}
