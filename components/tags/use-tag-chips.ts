"use client";

import { useTranslations } from "next-intl";
import type { FilterChip } from "../ui/data/filter-bar";

/** The tags a list is filtered by, each removable. */
export function useTagChips(tags: readonly string[], onChange: (tags: string[]) => void): FilterChip[] {
  const t = useTranslations("manage");
  return tags.map((tag) => ({
    id: tag,
    label: t("tagFilter.chip", { tag }),
    onRemove: () => onChange(tags.filter((other) => other !== tag)),
  }));
}
