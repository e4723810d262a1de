"use client";

import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { Tabs } from "../ui/layout/tabs";

/** Users, the groups they are in, the policies the account has written. */
export function IamTabs({ place }: { place: ConsolePlace }) {
  const t = useTranslations("iam");
  const tabs = [
    { href: hrefIn(place, "/iam"), label: t("tabs.users") },
    { href: hrefIn(place, "/iam/groups"), label: t("tabs.groups") },
    { href: hrefIn(place, "/iam/policies"), label: t("tabs.policies") },
  ];
  return <Tabs label={t("title")} tabs={tabs} />;
}
