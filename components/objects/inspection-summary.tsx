"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ObjectView } from "@/lib/objects/model";
import type { ErrorCode } from "@/lib/platform/errors";
import { formatBytes } from "@/lib/platform/format/bytes";
import { useErrorWords } from "../shell/error-words";

/** The dot stays with what goes before it: it begins no line. */
const BETWEEN = "\u00a0· ";

/** One line on what a look inside the file found: "427 KiB · VMDK (streamOptimized) · 16 GiB disk · CentOS 7.9 64bit". */
export function InspectionSummary({
  object,
  withSize = true,
}: {
  object: Pick<ObjectView, "inspection" | "sizeBytes">;
  withSize?: boolean;
}) {
  const t = useTranslations("objects");
  const locale = useLocale();
  const words = useErrorWords();
  const { inspection } = object;
  const size = withSize ? [formatBytes(object.sizeBytes, locale)] : [];
  if (inspection === null) return <span>{[...size, t("inspection.pending")].join(BETWEEN)}</span>;
  if (inspection.state === "refused") return <Refused {...words(inspection.code as ErrorCode)} />; // written by the worker from the error table
  const { facts, os, wrapper, nameSays } = inspection;
  const plain = facts.subformat === undefined ? facts.format.toUpperCase() : `${facts.format.toUpperCase()} (${facts.subformat})`;
  const format = wrapper === undefined ? plain : t("inspection.wrapped", { format: plain, wrapper: wrapper.toUpperCase() });
  const parts = [...size, format, t("inspection.disk", { size: formatBytes(facts.virtualSizeBytes, locale) })];
  if (os !== null) parts.push(os.prettyName ?? os.version);
  return (
    <>
      <span>{parts.join(BETWEEN)}</span>
      {nameSays === undefined ? null : <span className="block text-warn text-xs">{t("inspection.nameSays", { says: nameSays })}</span>}
    </>
  );
}

function Refused({ title, advice }: { title: string; advice: string }) {
  return (
    <>
      <span className="text-danger">{title}</span>
      <span className="block text-muted text-xs">{advice}</span>
    </>
  );
}
