"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense } from "react";
import type { ImageDetailView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../../console/page-place";
import { Tabs } from "../../ui/layout/tabs";
import type { ImageTab } from "./image-tab";

/** Each is fetched when it opens, so that the overview of an image stays light. */
const CONTENTS = {
  disks: lazy(async () => ({ default: (await import("./disks-tab")).DisksTab })),
  members: lazy(async () => ({ default: (await import("./members-tab")).MembersTab })),
  lineage: lazy(async () => ({ default: (await import("./lineage-tab")).LineageTab })),
  servers: lazy(async () => ({ default: (await import("./servers-tab")).ServersTab })),
  jobs: lazy(async () => ({ default: (await import("./jobs-tab")).JobsTab })),
  tags: lazy(async () => ({ default: (await import("./tags-tab")).TagsTab })),
  audit: lazy(async () => ({ default: (await import("./audit-tab")).AuditTab })),
} as const;

/** Views of an image, each at its own address; which there are follows from what it is to the viewer. */
export function ImageTabs({ place, image }: { place: ConsolePlace; image: ImageDetailView }) {
  const t = useTranslations("manage");
  const base = hrefIn(place, `/images/${image.type}/${image.id}`);
  const tabs = tabsOf(image).map((tab) => ({
    href: tab === "overview" ? base : `${base}/${tab}`,
    label: t(`tabs.${tab}`),
    ...countOf(image, tab),
  }));
  return <Tabs label={t("tabs.label")} tabs={tabs} />;
}

function tabsOf(image: ImageDetailView): readonly ImageTab[] {
  const disks = image.kind === "whole" ? (["disks"] as const) : []; // every other image is one disk
  if (image.type !== "private") return ["overview", ...disks, "lineage", "servers"];
  return ["overview", ...disks, ...(image.kind === "iso" ? [] : (["members"] as const)), "lineage", "servers", "jobs", "tags", "audit"];
}

function countOf(image: ImageDetailView, tab: ImageTab): { count?: number } {
  if (tab === "disks") return { count: 1 + image.dataDisksGb.length };
  if (tab === "members") return { count: image.tenants };
  return tab === "tags" ? { count: image.tags.length } : {};
}

interface ContentProps {
  place: ConsolePlace;
  image: ImageDetailView;
  tab: Exclude<ImageTab, "overview">;
}

/** What stands under a tab other than the overview. */
export function ImageTabContent({ place, image, tab }: ContentProps) {
  const Content = CONTENTS[tab];
  return (
    <Suspense>
      <Content place={place} image={image} />
    </Suspense>
  );
}
