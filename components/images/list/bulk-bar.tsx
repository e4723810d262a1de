"use client";

import { useTranslations } from "next-intl";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { ImageListFilter, ImageSelection } from "@/lib/images/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useWhyForbidden } from "../../console/rights";
import { Button } from "../../ui/controls/button";
import type { Change } from "../manage/change-images-dialog";

const DeleteImagesDialog = lazy(async () => ({ default: (await import("../manage/delete-images-dialog")).DeleteImagesDialog }));
const ChangeImagesDialog = lazy(async () => ({ default: (await import("../manage/change-images-dialog")).ChangeImagesDialog }));
const TagsDialog = lazy(async () => ({ default: (await import("../manage/tags-dialog")).TagsDialog }));

interface Props {
  place: ConsolePlace;
  filter: ImageListFilter;
  ids: ReadonlySet<string>;
  /** Everything the filter matches, not only the chosen rows. */
  all: boolean;
  total: number;
  onAll: (all: boolean) => void;
  onClear: () => void;
}

/** What can be done with the chosen images at once. Choosing every row of a page offers all that the filter matches. */
export function BulkBar({ place, filter, ids, all, total, onAll, onClear }: Props) {
  const t = useTranslations("manage");
  const forbidden = useWhyForbidden();
  const [dialog, setDialog] = useState<"delete" | "purge" | "tags" | Change>();
  const [noChange, noDelete] = [forbidden("ims:images:update"), forbidden("ims:images:delete")];
  const selection = selectionOf(filter, ids, all);
  const acts: ReactNode = filter.bin ? (
    <>
      <Button size="sm" disabledReason={noDelete} onClick={() => setDialog("restore")}>
        {t("bin.restore")}
      </Button>
      <Button size="sm" variant="dangerQuiet" disabledReason={noDelete} onClick={() => setDialog("purge")}>
        {t("delete.forGood")}
      </Button>
    </>
  ) : (
    <>
      <Button size="sm" disabledReason={noChange} onClick={() => setDialog("tags")}>
        {t("tags.title")}
      </Button>
      <Button size="sm" disabledReason={noChange} onClick={() => setDialog("protect")}>
        {t("protect.title")}
      </Button>
      <Button size="sm" disabledReason={noChange} onClick={() => setDialog("unprotect")}>
        {t("protect.undo")}
      </Button>
      <Button size="sm" variant="dangerQuiet" disabledReason={noDelete} onClick={() => setDialog("delete")}>
        {t("delete.confirm")}
      </Button>
    </>
  );
  const close = () => setDialog(undefined);
  return (
    <section aria-label={t("bulk.label")} className="sticky top-14 z-10 mb-3 rounded-lg border border-accent-text bg-accent-soft px-3 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <output className="font-medium text-sm">{t("bulk.selected", { count: all ? total : ids.size })}</output>
        {!all && total > ids.size ? (
          <Button size="sm" variant="ghost" onClick={() => onAll(true)}>
            {t("bulk.all", { count: total })}
          </Button>
        ) : null}
        <Button size="sm" variant="ghost" onClick={onClear}>
          {t("bulk.clear")}
        </Button>
        <span className="ms-auto flex flex-wrap gap-2">{acts}</span>
      </div>
      <Suspense>
        {dialog === "tags" ? <TagsDialog place={place} selection={selection} onClose={close} /> : null}
        {dialog === "restore" ? (
          <ChangeImagesDialog place={place} selection={selection} change={dialog} onClose={close} onDone={onClear} />
        ) : null}
        {dialog === "protect" || dialog === "unprotect" ? (
          <ChangeImagesDialog place={place} selection={selection} change={dialog} onClose={close} />
        ) : null}
        {dialog === "delete" || dialog === "purge" ? (
          <DeleteImagesDialog place={place} selection={selection} forGood={dialog === "purge"} onClose={close} onDone={onClear} />
        ) : null}
      </Suspense>
    </section>
  );
}

function selectionOf(
  { cursor: _cursor, sort: _sort, size: _size, ...filter }: ImageListFilter,
  ids: ReadonlySet<string>,
  all: boolean,
): ImageSelection {
  return all ? { filter } : { ids: [...ids] };
}
