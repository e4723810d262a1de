"use client";

import { useLocale } from "next-intl";
import { formatBytes, formatExactBytes } from "@/lib/platform/format/bytes";

/** A size with three significant digits; the exact bytes on hover. Unit: bytes. */
export function Size({ bytes }: { bytes: number }) {
  const locale = useLocale();
  return (
    <span title={formatExactBytes(bytes, locale)} className="whitespace-nowrap">
      {formatBytes(bytes, locale)}
    </span>
  );
}
