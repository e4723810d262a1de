"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { TAGS_MAX } from "@/lib/images/constraints";
import type { ImageView } from "@/lib/images/model";
import { ITEM_OF } from "@/lib/images/rules/item-of";
import { whyNot } from "@/lib/images/rules/why-not";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { parseTag, type Tag } from "@/lib/tags/model";
import { hrefIn } from "../../console/page-place";
import { useWhyForbidden } from "../../console/rights";
import { useErrorWords } from "../../shell/error-words";
import { Button } from "../../ui/controls/button";
import { Link } from "../../ui/controls/link";
import { DataTable } from "../../ui/data/data-table";
import type { Column } from "../../ui/data/table-model";
import { EmptyState } from "../../ui/feedback/empty-state";
import { TagsDialog } from "../manage/tags-dialog";

/** Tags of an image by key and value; each leads to the images that carry it too. */
export function TagsTab({ place, image }: { place: ConsolePlace; image: ImageView }) {
  const t = useTranslations("manage");
  const words = useErrorWords();
  const forbidden = useWhyForbidden(image);
  const [editing, setEditing] = useState(false);
  const refusal = whyNot("tag", image);
  const columns: Column<Tag & { text: string }>[] = [
    { id: "key", header: t("tags.key"), rowHeader: true, cell: ({ key }) => key },
    { id: "value", header: t("tags.value"), cell: ({ value }) => (value === "" ? <span className="text-faint">–</span> : value) },
    {
      id: "same",
      header: t("tags.same"),
      cell: ({ text }) => <Link href={hrefIn(place, `/images/private?tags=${encodeURIComponent(text)}`)}>{t("tags.show")}</Link>,
    },
  ];
  return (
    <>
      <div className="mb-3 flex items-center justify-between gap-2">
        <p className="text-muted text-sm">{t("tags.of", { count: image.tags.length, max: TAGS_MAX })}</p>
        <Button
          disabledReason={forbidden(ITEM_OF.tag) ?? (refusal === undefined ? undefined : words(refusal.code).title)}
          onClick={() => setEditing(true)}
        >
          {t("tags.edit")}
        </Button>
      </div>
      <DataTable
        caption={t("tabs.tags")}
        columns={columns}
        rows={image.tags.map((text) => ({ ...parseTag(text), text }))}
        rowId={({ text }) => text}
        rowName={({ text }) => text}
        empty={<EmptyState kind="nothing" title={t("tags.empty")} />}
      />
      {editing ? <TagsDialog place={place} selection={{ ids: [image.id] }} tags={image.tags} onClose={() => setEditing(false)} /> : null}
    </>
  );
}
