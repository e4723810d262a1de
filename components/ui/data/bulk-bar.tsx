"use client";

import X from "lucide-react/icons/x";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect } from "react";
import { Button } from "../controls/button";
import { IconButton } from "../controls/icon-button";
import { announce } from "../feedback/announcer";

export interface BulkBarProps {
  /** How many rows are selected, on this page and others. */
  count: number;
  /** How many match the filter; with `onSelectAll` it offers to take them all. */
  total?: number;
  onSelectAll?: () => void;
  onClear: () => void;
  /** Buttons; each says itself why it cannot be used for this selection. */
  children: ReactNode;
}

/** What can be done with the selected rows. Stands over the table while anything is selected, and stays in sight. */
export function BulkBar({ count, total, onSelectAll, onClear, children }: BulkBarProps) {
  const t = useTranslations("ui");
  const words = t("selected", { count });
  useEffect(() => {
    if (count > 0) announce(words);
  }, [count, words]);
  if (count === 0) return null;
  const more = onSelectAll !== undefined && total !== undefined && total > count;
  return (
    <section
      aria-label={words}
      className="forced-border sticky top-14 z-10 mb-3 flex flex-wrap items-center gap-2 rounded-lg border border-accent-text/40 bg-accent-soft px-3 py-2"
    >
      <IconButton label={t("clearSelection")} icon={<X aria-hidden size={16} />} size="sm" onClick={onClear} />
      <span className="font-medium">{words}</span>
      {more ? (
        <Button size="sm" variant="ghost" onClick={onSelectAll}>
          {t("selectMatching", { count: total })}
        </Button>
      ) : null}
      <div className="ms-auto flex flex-wrap gap-2">{children}</div>
    </section>
  );
}
