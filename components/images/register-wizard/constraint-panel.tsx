"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { quotaQueries } from "@/lib/quotas/client";
import { Card } from "../../ui/layout/card";

/** What limits a registration: the quota before and after, tasks, sizes, formats, cost. */
export function ConstraintPanel({ place }: { place: ConsolePlace }) {
  const t = useTranslations("images");
  const { data } = useQuery(quotaQueries.current(place));
  return (
    <Card title={t("constraints.title")}>
      <ul className="space-y-3 text-sm">
        {data === undefined ? null : (
          <li className={data.imagesUsed >= data.imagesLimit ? "text-danger" : undefined}>
            {t("constraints.quota", { before: data.imagesUsed, after: data.imagesUsed + 1, limit: data.imagesLimit })}
          </li>
        )}
        {data === undefined ? null : <li>{t("constraints.tasks", { running: data.tasksRunning, limit: data.tasksLimit })}</li>}
        <li>{t("constraints.formats")}</li>
        <li>{t("constraints.size")}</li>
        <li>{t("constraints.file")}</li>
        <li>{t("constraints.cost")}</li>
      </ul>
    </Card>
  );
}
