"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { TAGS_MAX } from "@/lib/images/constraints";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";

import type { Tag } from "@/lib/tags/model";
import { type TagRow, TagRows } from "../tags/tag-rows";
import { FieldError } from "../ui/forms/field";
import { Card } from "../ui/layout/card";

interface Props {
  place: ConsolePlace;
  tags: readonly Tag[];
  onChange: (tags: readonly Tag[]) => void;
  error: string | undefined;
}

/** Tags a new image carries from the start (PRI-23). */
export function TagsCard({ place, tags, onChange, error }: Props) {
  const t = useTranslations("manage");
  const [rows, setRows] = useState<readonly TagRow[]>(() => tags.map((tag) => ({ id: crypto.randomUUID(), ...tag, removed: false })));
  const change = (next: readonly TagRow[]) => {
    setRows(next);
    onChange(next.map(({ key, value }) => ({ key: key.trim(), value: value.trim() })));
  };
  return (
    <Card title={t("columns.tags")}>
      <p className="mb-3 text-muted text-sm">{t("tags.hint")}</p>
      <div id="tags" tabIndex={-1}>
        <TagRows place={place} rows={rows} onChange={change} max={TAGS_MAX} />
        {error === undefined ? null : <FieldError id="tags-error">{error}</FieldError>}
      </div>
    </Card>
  );
}
