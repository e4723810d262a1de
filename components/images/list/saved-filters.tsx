"use client";

import Bookmark from "lucide-react/icons/bookmark";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { SavedFilter } from "@/lib/preferences/model";
import { IconButton } from "../../ui/controls/icon-button";
import { Input } from "../../ui/forms/input";
import { FormDialog } from "../../ui/overlays/form-dialog";
import { Menu } from "../../ui/overlays/menu";

interface Props {
  filters: readonly SavedFilter[];
  /** Query of the filter in force; empty: none. */
  current: string;
  onOpen: (query: string) => void;
  onChange: (filters: readonly SavedFilter[]) => void;
}

/** Filters under names of the user's own: open one, keep the present one, forget one. */
export function SavedFilters({ filters, current, onOpen, onChange }: Props) {
  const t = useTranslations("manage");
  const [naming, setNaming] = useState(false);
  const open = filters.map(({ name, query }) => ({
    id: name,
    label: name,
    checked: query === current,
    onSelect: () => onOpen(query),
  }));
  const forget = filters
    .filter(({ query }) => query === current)
    .map(({ name }) => ({
      id: `forget-${name}`,
      label: t("filters.forget", { name }),
      onSelect: () => onChange(filters.filter((other) => other.name !== name)),
    }));
  const keep = {
    id: "keep",
    label: t("filters.keep"),
    disabledReason: current === "" ? t("filters.nothing") : undefined,
    onSelect: () => setNaming(true),
  };
  return (
    <>
      <Menu
        trigger={<IconButton label={t("filters.title")} icon={<Bookmark aria-hidden size={16} />} />}
        groups={[
          ...(open.length === 0 ? [] : [{ id: "open", label: t("filters.title"), items: open }]),
          { id: "edit", items: [keep, ...forget] },
        ]}
      />
      {naming ? (
        <NameDialog
          taken={filters.map(({ name }) => name)}
          onClose={() => setNaming(false)}
          onName={(name) => onChange([...filters.filter((other) => other.name !== name), { name, query: current }])}
        />
      ) : null}
    </>
  );
}

function NameDialog({ taken, onName, onClose }: { taken: readonly string[]; onName: (name: string) => void; onClose: () => void }) {
  const t = useTranslations("manage");
  const [name, setName] = useState("");
  const submit = () => {
    onName(name.trim());
    onClose();
  };
  return (
    <FormDialog
      title={t("filters.keep")}
      submitLabel={taken.includes(name.trim()) ? t("filters.replace") : t("filters.save")}
      onSubmit={submit}
      onClose={onClose}
      disabled={name.trim() === ""}
      size="sm"
    >
      <Input
        aria-label={t("filters.name")}
        placeholder={t("filters.name")}
        value={name}
        maxLength={40}
        autoFocus
        onChange={(event) => setName(event.target.value)}
      />
    </FormDialog>
  );
}
