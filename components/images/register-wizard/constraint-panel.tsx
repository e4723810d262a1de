"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { quotaQueries } from "@/lib/quotas/client";
import { HelpLink } from "../../help/help-links";
import { Card } from "../../ui/layout/card";
import type { Draft } from "./wizard-state";

/** What limits a registration: the quota before and after, tasks, sizes, formats, cost. */
export function ConstraintPanel({ place, draft }: { place: ConsolePlace; draft: Draft }) {
  const t = useTranslations("images");
  const m = useTranslations("manage");
  const made = 1 + (draft.kind === "system" ? draft.dataDisks.length : 0);
  const { data } = useQuery(quotaQueries.current(place));
  return (
    <Card title={t("constraints.title")}>
      <ul className="space-y-3 text-sm">
        {data === undefined ? null : (
          <li className={data.imagesUsed + made > data.imagesLimit ? "text-danger" : undefined}>
            {t("constraints.quota", { before: data.imagesUsed, after: data.imagesUsed + made, limit: data.imagesLimit })}
          </li>
        )}
        {data === undefined ? null : <li>{t("constraints.tasks", { running: data.tasksRunning, limit: data.tasksLimit })}</li>}
        <li>
          {t("constraints.formats")} <HelpLink to="convert" />
        </li>
        <li>{draft.kind === "data" ? m("wizard.dataSize") : t("constraints.size")}</li>
        <li>{m("wizard.importSize")}</li>
        {draft.kind === "iso" ? <li>{m("wizard.isoUse")}</li> : null}
        {draft.encrypted ? <li>{m("wizard.encryptedLimits")}</li> : null}
        {draft.fitsBms ? (
          <li>
            {m("wizard.bmsGuide")} <HelpLink to="bms" />
          </li>
        ) : null}
        <li>{t("constraints.file")}</li>
        <li>
          {t("constraints.releases")} <HelpLink to="systems" />
        </li>
        <li>{t("constraints.cost")}</li>
      </ul>
    </Card>
  );
}
