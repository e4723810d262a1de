"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { tagImagesAction } from "@/lib/images/actions";
import { imageQueries } from "@/lib/images/client";
import type { ImageSelection } from "@/lib/images/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { EditTagsDialog } from "../../tags/edit-tags-dialog";
import { SkippedList } from "./skipped-list";
import { useBulkAct } from "./use-bulk-act";

interface Props {
  place: ConsolePlace;
  selection: ImageSelection;
  /** The image's name, where it is one. */
  name?: string;
  /** Tags there are, where it is one image; for many only additions and removals are said. */
  tags?: readonly string[];
  onClose: () => void;
}

/** Edits the tags of one image, or sets and removes tags of many, those named that would be left alone (MNG-05, MNG-10). */
export function TagsDialog({ place, selection, name, tags, onClose }: Props) {
  const t = useTranslations("manage");
  const { run, pending, error } = useBulkAct(place);
  const isBulk = tags === undefined;
  const { data: review } = useQuery({ ...imageQueries.review(place, selection, "tag"), enabled: isBulk });
  return (
    <EditTagsDialog
      {...{ place, onClose }}
      {...(isBulk ? {} : { tags })}
      subject={name ?? (review === undefined ? undefined : t("review.count", { count: review.allowed }))}
      notice={<SkippedList skipped={review?.skipped ?? []} />}
      disabled={isBulk && (review === undefined || review.allowed === 0)}
      act={{ pending, failure: error === undefined ? undefined : { title: error } }}
      hint={isBulk ? t("tags.bulkHint") : t("tags.hint")}
      onSave={(changes) =>
        run(
          () => tagImagesAction(place, { selection, ...changes }),
          (count) => t("tags.done", { count }),
        )
      }
    />
  );
}
