"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ObjectView } from "@/lib/objects/model";
import type { ErrorCode } from "@/lib/platform/errors";
import { formatBytes } from "@/lib/platform/format/bytes";
import { useErrorWords } from "../shell/error-words";

/** One line on what a look inside the file found: "VMDK (streamOptimized) · 16 GiB disk · CentOS 7.9 64bit". */
export function InspectionSummary({ object }: { object: Pick<ObjectView, "inspection" | "sizeBytes"> }) {
  const t = useTranslations("objects");
  const locale = useLocale();
  const words = useErrorWords();
  const { inspection } = object;
  const size = formatBytes(object.sizeBytes, locale);
  if (inspection === null) return <span>{`${size} · ${t("inspection.pending")}`}</span>;
  if (inspection.state === "refused") return <span className="text-danger">{words(inspection.code as ErrorCode).title}</span>; // written by the worker from the error table
  const { facts, os } = inspection;
  const format = facts.subformat === undefined ? facts.format.toUpperCase() : `${facts.format.toUpperCase()} (${facts.subformat})`;
  const parts = [size, format, t("inspection.disk", { size: formatBytes(facts.virtualSizeBytes, locale) })];
  if (os !== null) parts.push(os.prettyName ?? os.version);
  return <span>{parts.join(" · ")}</span>;
}
