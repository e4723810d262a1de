"use client";

import clsx from "clsx";
import Plus from "lucide-react/icons/plus";
import Undo2 from "lucide-react/icons/undo-2";
import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { useId, useRef } from "react";
import { Button } from "../controls/button";
import { IconButton } from "../controls/icon-button";
import { FieldError } from "./field";
import { Input } from "./input";

/** A tag under edit. A removed one stays in sight, struck through, until it is saved: it can be brought back. */
export interface EditedTag {
  readonly key: string;
  readonly value: string;
  readonly removed?: boolean;
}

export interface TagEditorProps {
  tags: readonly EditedTag[];
  onChange: (tags: readonly EditedTag[]) => void;
  /** Most tags there may be, removed ones aside. */
  max: number;
  /** What is wrong with a row, in words; asked for every row that is not removed. */
  problemOf?: (tag: EditedTag, index: number) => string | undefined;
  keySuggestions?: readonly string[];
  /** Suggestions for the value under this key. */
  valuesFor?: (key: string) => readonly string[];
}

/** What `TagEditor` leaves: the tags to save. */
export function keptTags(tags: readonly EditedTag[]): { key: string; value: string }[] {
  return tags
    .filter(({ key, removed }) => !removed && key.trim() !== "")
    .map(({ key, value }) => ({ key: key.trim(), value: value.trim() }));
}

/** Keys and values in rows: added at the end, changed in place, removed with a way back. */
export function TagEditor(props: TagEditorProps) {
  const { tags, onChange, max } = props;
  const t = useTranslations("ui");
  const list = useRef<HTMLUListElement>(null);
  const used = tags.filter(({ removed }) => !removed).length;
  const change = (index: number, next: Partial<EditedTag>) => onChange(tags.map((tag, at) => (at === index ? { ...tag, ...next } : tag)));
  const add = () => {
    onChange([...tags, { key: "", value: "" }]);
    // The new row is there after React has drawn it.
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>("li:last-child input")?.focus());
  };
  return (
    <div>
      <ul ref={list} className="space-y-2">
        {tags.map((tag, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are neither sorted nor taken out while they are edited
          <TagRow key={index} tag={tag} index={index} editor={props} onEdit={(next) => change(index, next)} />
        ))}
      </ul>
      <div className={clsx("flex items-center gap-3", tags.length > 0 && "mt-3")}>
        <Button
          size="sm"
          icon={<Plus aria-hidden size={14} />}
          disabledReason={used >= max ? t("tags.full", { max }) : undefined}
          onClick={add}
        >
          {t("tags.add")}
        </Button>
        <span className="text-muted text-sm">{t("counter", { used, max })}</span>
      </div>
    </div>
  );
}

interface TagRowProps {
  tag: EditedTag;
  index: number;
  editor: TagEditorProps;
  onEdit: (next: Partial<EditedTag>) => void;
}

function TagRow({ tag, index, editor, onEdit }: TagRowProps) {
  const t = useTranslations("ui");
  const id = useId();
  const name = tag.key === "" ? t("tags.number", { number: index + 1 }) : tag.key;
  const problem = tag.removed ? undefined : editor.problemOf?.(tag, index);
  if (tag.removed) {
    return (
      <li className="flex min-h-8 items-center justify-between gap-2 rounded-md bg-sunken ps-3 pe-1">
        <s className="min-w-0 truncate text-muted">{`${tag.key} = ${tag.value}`}</s>
        <IconButton
          label={t("tags.restore", { name })}
          icon={<Undo2 aria-hidden size={14} />}
          size="sm"
          onClick={() => onEdit({ removed: false })}
        />
      </li>
    );
  }
  const marks = {
    "aria-invalid": problem === undefined ? undefined : true,
    "aria-describedby": problem === undefined ? undefined : id,
  } as const;
  return (
    <li>
      <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-center gap-2">
        <Input
          {...marks}
          aria-label={t("tags.keyOf", { name })}
          placeholder={t("tags.key")}
          value={tag.key}
          list={`${id}-keys`}
          autoComplete="off"
          onChange={(event) => onEdit({ key: event.target.value })}
        />
        <Input
          {...marks}
          aria-label={t("tags.valueOf", { name })}
          placeholder={t("tags.value")}
          value={tag.value}
          list={`${id}-values`}
          autoComplete="off"
          onChange={(event) => onEdit({ value: event.target.value })}
        />
        <IconButton
          label={t("tags.remove", { name })}
          icon={<X aria-hidden size={14} />}
          size="sm"
          onClick={() => onEdit({ removed: true })}
        />
      </div>
      <Suggestions id={`${id}-keys`} values={editor.keySuggestions ?? []} />
      <Suggestions id={`${id}-values`} values={editor.valuesFor?.(tag.key) ?? []} />
      {problem === undefined ? null : <FieldError id={id}>{problem}</FieldError>}
    </li>
  );
}

function Suggestions({ id, values }: { id: string; values: readonly string[] }) {
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}
