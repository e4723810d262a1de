"use client";

import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { Tabs } from "../ui/layout/tabs";

/** Backups, and the vaults they lie in. */
export function BackupTabs({ place }: { place: ConsolePlace }) {
  const t = useTranslations("backups");
  const tabs = [
    { href: hrefIn(place, "/backups"), label: t("title") },
    { href: hrefIn(place, "/backups/vaults"), label: t("vaults") },
  ];
  return <Tabs label={t("title")} tabs={tabs} />;
}
