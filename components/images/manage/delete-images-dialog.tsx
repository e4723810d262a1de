"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { purgeImagesAction, recycleImagesAction } from "@/lib/images/actions";
import { imageQueries } from "@/lib/images/client";
import type { DeletionImpact } from "@/lib/images/model";
import type { ImageSelection } from "@/lib/images/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { HelpLink } from "../../help/help-links";
import { Checkbox } from "../../ui/forms/checkbox";
import { ConfirmDialog } from "../../ui/overlays/confirm-dialog";
import { SkippedList } from "./skipped-list";
import { useBulkAct } from "./use-bulk-act";

interface Props {
  place: ConsolePlace;
  selection: ImageSelection;
  /** The image's name, where it is one. */
  name?: string;
  /** From the recycle bin, for good. */
  forGood?: boolean;
  onClose: () => void;
  onDone?: () => void;
  /** Where to go afterwards, when the page is the image's own. */
  thenHref?: string;
}

/** Asks before deleting one image or many, with what the server says would follow (MNG-09, MNG-10). */
export function DeleteImagesDialog({ place, selection, name, forGood = false, onClose, onDone, thenHref }: Props) {
  const t = useTranslations("manage");
  const router = useRouter();
  const { run, pending, error } = useBulkAct(place);
  const { data: review } = useQuery(imageQueries.review(place, selection, forGood ? "purge" : "delete"));
  const impact = useConsequences(review?.impact, forGood);
  const [withBackups, setWithBackups] = useState(false);
  const backups = review?.impact.backups ?? [];
  const final = forGood || review?.impact.recycleDays === 0;
  const word = t("delete.word");
  const isNothing = review?.allowed === 0;
  // Typed only where more than one thing is at stake, or somebody else's.
  const weighty = forGood || name === undefined || (review !== undefined && (review.impact.tenants > 0 || review.impact.servers > 0));
  const confirm = async () => {
    const act = forGood ? purgeImagesAction : recycleImagesAction;
    const binned = !forGood && (review?.impact.recycleDays ?? 0) > 0;
    const done = await run(
      () => act(place, { selection, withBackups }),
      (count) => t(binned ? "delete.binned" : "delete.gone", { count }),
    );
    if (!done) return;
    if (thenHref !== undefined) router.push(thenHref);
    onDone?.();
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={forGood ? t("delete.forGoodTitle") : t(name !== undefined || review?.allowed === 1 ? "delete.titleOne" : "delete.titleMany")}
      subject={name ?? (review === undefined ? t("delete.counting") : t("delete.count", { count: review.allowed }))}
      help={<HelpLink to="delete" />}
      consequences={isNothing ? [t("delete.nothing")] : impact}
      confirmLabel={forGood ? t("delete.forGood") : t("delete.confirm")}
      typed={weighty && !isNothing ? [name ?? word, word, "delete"] : undefined}
      onConfirm={confirm}
      pending={pending || review === undefined}
      disabled={isNothing}
      error={error}
    >
      <SkippedList skipped={review?.skipped ?? []} />
      {final && backups.length > 0 ? (
        <Checkbox
          label={t("delete.withBackups", { count: backups.length })}
          hint={t("delete.withBackupsHint")}
          checked={withBackups}
          onChange={(event) => setWithBackups(event.target.checked)}
        />
      ) : null}
    </ConfirmDialog>
  );
}

function useConsequences(impact: DeletionImpact | undefined, forGood: boolean): string[] {
  const t = useTranslations("manage");
  if (impact === undefined) return [];
  const { tenants, servers, copies, backups, recycleDays } = impact;
  return [
    forGood || recycleDays === 0 ? t("impact.final") : t("impact.bin", { days: recycleDays }),
    ...(tenants > 0 ? [t("impact.tenants", { count: tenants })] : []),
    ...(servers > 0 ? [t("impact.servers", { count: servers })] : [t("impact.noServers")]),
    ...(copies > 0 ? [t("impact.copies", { count: copies })] : []),
    ...(backups.length > 0 ? [t("impact.backups", { count: backups.length })] : []),
  ];
}
