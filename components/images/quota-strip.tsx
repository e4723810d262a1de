"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { quotaQueries } from "@/lib/quotas/client";
import { hrefIn } from "../console/page-place";
import { Link } from "../ui/controls/link";
import { ProgressBar } from "../ui/data/progress-bar";

/** Private images used of the region's limit, and creation tasks running. */
export function QuotaStrip({ place, inBin = false }: { place: ConsolePlace; inBin?: boolean }) {
  const t = useTranslations("images");
  const m = useTranslations("manage");
  const { data } = useQuery(quotaQueries.current(place));
  if (data === undefined) return null;
  const full = data.imagesUsed >= data.imagesLimit;
  const words = t("quota", { used: data.imagesUsed, limit: data.imagesLimit });
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-sm">
      <span className="w-32">
        <ProgressBar
          name={t("quotaName")}
          valueText={words}
          percent={(data.imagesUsed / Math.max(1, data.imagesLimit)) * 100}
          tone={full ? "danger" : "progress"}
        />
      </span>
      <span>{words}</span>
      {data.tasksRunning > 0 ? <span>{t("tasksRunning", { running: data.tasksRunning, limit: data.tasksLimit })}</span> : null}
      {full ? <span className="text-danger">{t("quotaFull")}</span> : null}
      <span className="ms-auto flex gap-4">
        {inBin ? null : <Link href={hrefIn(place, "/images/private?bin=true")}>{m("bin.open")}</Link>}
        <Link href={hrefIn(place, "/quotas")}>{m("quota.title")}</Link>
      </span>
    </div>
  );
}
