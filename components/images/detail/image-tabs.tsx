"use client";

import { useTranslations } from "next-intl";
import { lazy, type ReactNode, Suspense } from "react";
import type { ImageDetailView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../../console/page-place";
import { Tabs } from "../../ui/layout/tabs";
import { AuditTab } from "./audit-tab";
import { DisksTab } from "./disks-tab";
import type { ImageTab } from "./image-tab";
import { JobsTab } from "./jobs-tab";
import { ServersTab } from "./servers-tab";
import { TagsTab } from "./tags-tab";

// The two largest tabs are fetched when they open, so that the overview of an image stays light.
const LineageTab = lazy(async () => ({ default: (await import("./lineage-tab")).LineageTab }));
const MembersTab = lazy(async () => ({ default: (await import("./members-tab")).MembersTab }));

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

/** What stands under a tab other than the overview. */
export function ImageTabContent({
  place,
  image,
  tab,
}: {
  place: ConsolePlace;
  image: ImageDetailView;
  tab: Exclude<ImageTab, "overview">;
}): ReactNode {
  switch (tab) {
    case "disks":
      return <DisksTab image={image} />;
    case "members":
      return (
        <Suspense>
          <MembersTab place={place} image={image} />
        </Suspense>
      );
    case "lineage":
      return (
        <Suspense>
          <LineageTab place={place} image={image} />
        </Suspense>
      );
    case "servers":
      return <ServersTab place={place} image={image} />;
    case "jobs":
      return <JobsTab place={place} image={image} />;
    case "tags":
      return <TagsTab place={place} image={image} />;
    case "audit":
      return <AuditTab place={place} image={image} />;
  }
}
