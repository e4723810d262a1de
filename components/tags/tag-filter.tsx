"use client";

import { useQuery } from "@tanstack/react-query";
import TagIcon from "lucide-react/icons/tag";
import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { tagQueries } from "@/lib/tags/client";
import { formatTag } from "@/lib/tags/model";
import { Button } from "../ui/controls/button";
import { Input } from "../ui/forms/input";
import { Popover } from "../ui/overlays/popover";

/** Adds a tag to the filter, by key or by key and value; several must all be there (MNG-01). */
export function TagFilter({ place, onAdd }: { place: ConsolePlace; onAdd: (tag: string) => void }) {
  const t = useTranslations("manage");
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label={t("tagFilter.title")}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button icon={<TagIcon aria-hidden size={14} />} aria-haspopup="dialog">
          {t("tagFilter.title")}
        </Button>
      }
      className="w-80 p-3"
    >
      <TagForm
        place={place}
        onAdd={(tag) => {
          onAdd(tag);
          setOpen(false);
        }}
      />
    </Popover>
  );
}

function TagForm({ place, onAdd }: { place: ConsolePlace; onAdd: (tag: string) => void }) {
  const t = useTranslations("manage");
  const id = useId();
  const { data: uses = [] } = useQuery({ ...tagQueries.uses(place), retry: false });
  const [tag, setTag] = useState({ key: "", value: "" });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (tag.key.trim() !== "") onAdd(formatTag({ key: tag.key.trim(), value: tag.value.trim() }));
  };
  return (
    <form onSubmit={submit} className="space-y-2">
      <p className="text-muted text-sm">{t("tagFilter.hint")}</p>
      <div className="flex items-center gap-2">
        <Input
          aria-label={t("tags.key")}
          placeholder={t("tags.key")}
          value={tag.key}
          list={`${id}-keys`}
          maxLength={36}
          autoFocus
          onChange={(event) => setTag({ ...tag, key: event.target.value })}
        />
        <Input
          aria-label={t("tags.value")}
          placeholder={t("tags.anyValue")}
          value={tag.value}
          list={`${id}-values`}
          maxLength={43}
          onChange={(event) => setTag({ ...tag, value: event.target.value })}
        />
      </div>
      <datalist id={`${id}-keys`}>
        {[...new Set(uses.map(({ key }) => key))].map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      <datalist id={`${id}-values`}>
        {uses.map(({ key, value }) => (key === tag.key && value !== "" ? <option key={value} value={value} /> : null))}
      </datalist>
      <Button type="submit" size="sm" variant="primary" disabled={tag.key.trim() === ""}>
        {t("tagFilter.add")}
      </Button>
    </form>
  );
}
