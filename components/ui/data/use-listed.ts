import { useLocale } from "next-intl";
import { useCallback } from "react";
import { formatList } from "@/lib/platform/format/list";

/** Writes names side by side, separated as the reader's language does. The function stays the same between renders. */
export function useListed(): (names: readonly string[]) => string {
  const locale = useLocale();
  return useCallback((names) => formatList(names, locale), [locale]);
}
