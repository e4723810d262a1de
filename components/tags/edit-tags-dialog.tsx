"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { TAGS_MAX } from "@/lib/images/constraints";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { TAG_KEY_PATTERN, TAG_VALUE_PATTERN } from "@/lib/tags/constraints";
import { parseTag, type Tag } from "@/lib/tags/model";
import type { TagChanges } from "@/lib/tags/schemas";
import { HelpLink } from "../help/help-links";
import { Alert } from "../ui/feedback/alert";
import { type FormAct, FormDialog } from "../ui/overlays/form-dialog";
import { type TagRow, TagRows } from "./tag-rows";

interface Props {
  place: ConsolePlace;
  /** Tags there are, where it is one resource; for many only additions and removals are said. */
  tags?: readonly string[];
  /** The resource's name, where it is one. */
  subject?: string | undefined;
  hint: string;
  /** What must be known of them beforehand. */
  notice?: ReactNode;
  /** There is nothing the tags could be set on. */
  disabled?: boolean;
  act: FormAct;
  /** Answers whether it was saved. */
  onSave: (changes: TagChanges) => Promise<boolean>;
  onClose: () => void;
}

/** Edits the tags of one resource, or says what to set and remove of many. */
export function EditTagsDialog({ place, tags, subject, hint, notice, act, disabled = false, onSave, onClose }: Props) {
  const t = useTranslations("manage");
  const [rows, setRows] = useState<readonly TagRow[]>(() => toRows(tags));
  const kept = rows.filter(({ removed }) => !removed).map(({ key, value }): Tag => ({ key: key.trim(), value: value.trim() }));
  const problem = problemOf(kept, tags !== undefined);

  const submit = async () => {
    const keys = new Set(kept.map(({ key }) => key));
    const removeKeys = rows.flatMap(({ before, removed, key }) =>
      before !== undefined && (removed || !keys.has(before)) ? [before] : removed ? [key] : [],
    );
    if (await onSave({ set: kept, removeKeys })) onClose();
  };
  return (
    <FormDialog
      title={t("tags.title")}
      subject={subject}
      help={<HelpLink to="tag" />}
      submitLabel={t("tags.save")}
      onSubmit={submit}
      onClose={onClose}
      act={act}
      disabled={disabled || problem !== undefined}
      beside={tags === undefined ? null : <span className="text-muted text-sm">{`${kept.length} / ${TAGS_MAX}`}</span>}
    >
      <p className="text-muted text-sm">{hint}</p>
      {notice}
      <TagRows place={place} rows={rows} onChange={setRows} removable={tags === undefined} max={TAGS_MAX} />
      {problem === undefined || kept.some(({ key }) => key === "") ? null : <Alert tone="warning">{t(`tags.problems.${problem}`)}</Alert>}
    </FormDialog>
  );
}

function toRows(tags: readonly string[] | undefined): TagRow[] {
  if (tags === undefined || tags.length === 0) return [{ id: crypto.randomUUID(), key: "", value: "", removed: false }];
  return tags.map(parseTag).map(({ key, value }) => ({ id: crypto.randomUUID(), before: key, key, value, removed: false }));
}

/** Tags that came by the image API keep their free text as long as nobody touches them. */
function problemOf(tags: readonly Tag[], single: boolean): "key" | "twice" | "many" | undefined {
  if (tags.some(({ key, value }) => !TAG_KEY_PATTERN.test(key) || !TAG_VALUE_PATTERN.test(value))) return "key";
  if (new Set(tags.map(({ key }) => key)).size < tags.length) return "twice";
  return single && tags.length > TAGS_MAX ? "many" : undefined;
}
