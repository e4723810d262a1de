"use client";

import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { Tabs } from "../ui/layout/tabs";

/** The project's servers by kind; for the operator those of all accounts, too. */
export function ServerTabs({ place, operator }: { place: ConsolePlace; operator: boolean }) {
  const t = useTranslations("servers");
  const tabs = [
    { href: hrefIn(place, "/servers"), label: t("kinds.ecs") },
    { href: hrefIn(place, "/servers/bms"), label: t("kinds.bms") },
    ...(operator ? [{ href: hrefIn(place, "/servers/all"), label: t("any.title") }] : []),
  ];
  return <Tabs label={t("title")} tabs={tabs} />;
}
