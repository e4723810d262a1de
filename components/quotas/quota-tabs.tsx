"use client";

import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { Tabs } from "../ui/layout/tabs";

/** For the operator: the quota of the own project, and requests and limits of every account. Others have the first alone. */
export function QuotaTabs({ place, operator }: { place: ConsolePlace; operator: boolean }) {
  const t = useTranslations("manage.quota");
  if (!operator) return null;
  const tabs = [
    { href: hrefIn(place, "/quotas"), label: t("own") },
    { href: hrefIn(place, "/quotas/requests"), label: t("allRequests") },
    { href: hrefIn(place, "/quotas/all"), label: t("allLimits") },
  ];
  return <Tabs label={t("title")} tabs={tabs} />;
}
