"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { imageQueries } from "@/lib/images/client";
import { wholeList } from "@/lib/images/search";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { NAV_PATHS, type NavGroup, placeHref } from "../shell/nav-items";
import { Palette } from "../shell/palette";

/** The palette over this project's images: own ones by name or id. */
export function ConsolePalette({ place, nav }: { place: ConsolePlace; nav: readonly NavGroup[] }) {
  const client = useQueryClient();
  const t = useTranslations("images");
  const search = useCallback(
    async (text: string) => {
      const page = await client.fetchQuery(imageQueries.list(place, { ...wholeList("private"), q: text }));
      const at = { region: place.regionId, projectId: place.projectId };
      return page.items.slice(0, 8).map((image) => ({
        id: image.id,
        label: image.name,
        hint: image.id,
        group: t("types.private"),
        href: placeHref(at, `${NAV_PATHS.privateImages}/${image.id}`),
      }));
    },
    [client, place, t],
  );
  return <Palette groups={nav} search={search} />;
}
