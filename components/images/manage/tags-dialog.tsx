"use client";

import { useTranslations } from "next-intl";

import { tagImagesAction } from "@/lib/images/actions";
import type { ImageSelection } from "@/lib/images/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";

import { EditTagsDialog } from "../../tags/edit-tags-dialog";

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

/** Edits the tags of one image, or sets and removes tags of many (MNG-05). */
export function TagsDialog({ place, selection, name, tags, onClose }: Props) {
  const t = useTranslations("manage");
  const { run, pending, error } = useBulkAct(place);
  return (
    <EditTagsDialog
      {...{ place, pending, onClose }}
      {...(tags === undefined ? {} : { tags })}
      subject={name}
      failure={error === undefined ? undefined : { title: error }}
      hint={tags === undefined ? t("tags.bulkHint") : t("tags.hint")}
      onSave={(changes) =>
        run(
          () => tagImagesAction(place, { selection, ...changes }),
          (count) => t("tags.done", { count }),
        )
      }
    />
  );
}
