"use client";

import { useTranslations } from "next-intl";
import { type ImageListFilter, toSearchParams } from "@/lib/images/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { Button } from "../ui/controls/button";
import { ButtonLink } from "../ui/controls/link";
import { EmptyState } from "../ui/feedback/empty-state";

/** Why a list is empty, and the way on: clear the filter, create one, or nothing to do. */
export function ImageListEmpty({ place, filter, go }: { place: ConsolePlace; filter: ImageListFilter; go: (next: Partial<ImageListFilter>) => void }) {
  const t = useTranslations("images");
  const filtered = toSearchParams({ ...filter, sort: "-createdAt", size: 20, cursor: undefined }).size > 0;
  if (filtered) {
    const clear = { q: "", state: undefined, os: undefined, platform: undefined, architecture: undefined, kind: undefined };
    return <EmptyState kind="noMatch" actions={<Button onClick={() => go(clear)}>{t("empty.clear")}</Button>} />;
  }
  if (filter.type !== "private") {
    return (
      <EmptyState kind="nothingHere" title={t(`empty.${filter.type}.title`)}>
        {t(`empty.${filter.type}.body`, { region: place.regionId })}
      </EmptyState>
    );
  }
  const actions = (
    <>
      <ButtonLink variant="primary" href={hrefIn(place, "/images/private/create")}>
        {t("create")}
      </ButtonLink>
      <ButtonLink href={hrefIn(place, "/buckets")}>{t("empty.upload")}</ButtonLink>
    </>
  );
  return (
    <EmptyState kind="nothing" title={t("empty.private.title")} actions={actions}>
      {t("empty.private.body", { region: place.regionId })}
    </EmptyState>
  );
}
