"use client";

import { useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import Trash2 from "lucide-react/icons/trash-2";
import Undo2 from "lucide-react/icons/undo-2";
import { useTranslations } from "next-intl";
import { useId } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { tagQueries } from "@/lib/tags/client";
import { Button } from "../ui/controls/button";
import { IconButton } from "../ui/controls/icon-button";
import { Input } from "../ui/forms/input";

export interface TagRow {
  readonly id: string;
  /** Key before it was edited; undefined for a new tag. */
  readonly before?: string;
  readonly key: string;
  readonly value: string;
  readonly removed: boolean;
}

interface Props {
  place: ConsolePlace;
  rows: readonly TagRow[];
  onChange: (rows: readonly TagRow[]) => void;
  /** A new row may also say that a key is to be removed. */
  removable?: boolean;
  max: number;
}

/** Rows of key and value with suggestions of the account's predefined tags. A removed tag stays struck through until it is saved. */
export function TagRows({ place, rows, onChange, removable = false, max }: Props) {
  const t = useTranslations("manage");
  const listId = useId();
  const { data: predefined = [] } = useQuery({ ...tagQueries.predefined(place), retry: false });
  const edit = (id: string, change: Partial<TagRow>) => onChange(rows.map((row) => (row.id === id ? { ...row, ...change } : row)));
  const drop = (row: TagRow) =>
    row.before !== undefined || removable ? edit(row.id, { removed: !row.removed }) : onChange(rows.filter(({ id }) => id !== row.id));
  return (
    <div className="space-y-2">
      {rows.map((row, index) => (
        <div key={row.id} className="flex items-center gap-2">
          <Input
            aria-label={t("tags.keyOf", { number: index + 1 })}
            placeholder={t("tags.key")}
            value={row.key}
            list={`${listId}-keys`}
            maxLength={36}
            disabled={row.removed && row.before !== undefined}
            className={row.removed ? "line-through" : undefined}
            onChange={(event) => edit(row.id, { key: event.target.value })}
          />
          <span aria-hidden className="text-faint">
            =
          </span>
          <Input
            aria-label={t("tags.valueOf", { number: index + 1 })}
            placeholder={row.removed && row.before === undefined ? t("tags.anyValue") : t("tags.value")}
            value={row.value}
            list={`${listId}-${row.id}`}
            maxLength={43}
            disabled={row.removed}
            className={row.removed ? "line-through" : undefined}
            onChange={(event) => edit(row.id, { value: event.target.value })}
          />
          <datalist id={`${listId}-${row.id}`}>
            {predefined.map((tag) => (tag.key === row.key && tag.value !== "" ? <option key={tag.value} value={tag.value} /> : null))}
          </datalist>
          <IconButton
            label={row.removed ? t("tags.keep", { key: row.key }) : t("tags.remove", { key: row.key })}
            icon={row.removed ? <Undo2 aria-hidden size={16} /> : <Trash2 aria-hidden size={16} />}
            onClick={() => drop(row)}
          />
        </div>
      ))}
      <datalist id={`${listId}-keys`}>
        {[...new Set(predefined.map(({ key }) => key))].map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      <Button
        size="sm"
        icon={<Plus aria-hidden size={14} />}
        disabled={rows.filter(({ removed }) => !removed).length >= max}
        onClick={() => onChange([...rows, { id: crypto.randomUUID(), key: "", value: "", removed: false }])}
      >
        {t("tags.add")}
      </Button>
    </div>
  );
}
