"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { protectImagesAction, restoreImagesAction } from "@/lib/images/actions";
import { imageQueries } from "@/lib/images/client";
import type { ImageSelection } from "@/lib/images/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { ConfirmDialog } from "../../ui/overlays/confirm-dialog";
import { SkippedList } from "./skipped-list";
import { useBulkAct } from "./use-bulk-act";

export type Change = "protect" | "unprotect" | "restore";

/** The act on the server, its name, and what is said when it is done. */
const CHANGES = {
  protect: { act: "protect", label: "protect.title", done: "protect.on" },
  unprotect: { act: "protect", label: "protect.undo", done: "protect.off" },
  restore: { act: "restore", label: "bin.restore", done: "bin.restored" },
} as const satisfies Record<Change, unknown>;

interface Props {
  place: ConsolePlace;
  selection: ImageSelection;
  change: Change;
  onClose: () => void;
  onDone?: () => void;
}

/** Asks before many images are protected or restored, with those that would be left alone (MNG-10). */
export function ChangeImagesDialog({ place, selection, change, onClose, onDone }: Props) {
  const t = useTranslations("manage");
  const { run, pending, error } = useBulkAct(place);
  const { act, label, done } = CHANGES[change];
  const { data: review } = useQuery(imageQueries.review(place, selection, act));
  const isNothing = review?.allowed === 0;
  const confirm = async () => {
    const work = () =>
      change === "restore"
        ? restoreImagesAction(place, { selection })
        : protectImagesAction(place, { selection, protected: change === "protect" });
    if (!(await run(work, (count) => t(done, { count })))) return;
    onDone?.();
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t(label)}
      subject={review === undefined ? t("review.counting") : t("review.count", { count: review.allowed })}
      consequences={isNothing ? [t("review.nothing")] : undefined}
      confirmLabel={t(label)}
      tone="primary"
      onConfirm={confirm}
      pending={pending || review === undefined}
      disabled={isNothing}
      error={error}
    >
      <SkippedList skipped={review?.skipped ?? []} />
    </ConfirmDialog>
  );
}
