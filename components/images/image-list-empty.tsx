"use client";

import { useTranslations } from "next-intl";
import { MAKING_ITEMS } from "@/lib/images/rules/item-of";
import type { ImageListFilter } from "@/lib/images/schemas";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import type { EmptyWords } from "../console/resource-list";
import { useWhyForbidden } from "../console/rights";
import { useRegionName } from "../shell/region-names";
import { ButtonLink } from "../ui/controls/link";

/** Why a list that nothing filters is empty, and the way on. */
export function useEmptyWords(place: ConsolePlace, { type, bin }: ImageListFilter): EmptyWords {
  const t = useTranslations("images");
  const m = useTranslations("manage");
  const forbidden = useWhyForbidden();
  const region = useRegionName()(place.regionId);
  if (bin) return { title: m("bin.empty"), children: m("bin.help") };
  const words = { title: t(`empty.${type}.title`), children: t(`empty.${type}.body`, { region }) };
  if (type !== "private") return { kind: "nothingHere", ...words };
  const actions = (
    <>
      <ButtonLink variant="primary" href={hrefIn(place, "/images/private/create")} disabledReason={forbidden(...MAKING_ITEMS)}>
        {t("create")}
      </ButtonLink>
      <ButtonLink href={hrefIn(place, "/buckets")}>{t("empty.upload")}</ButtonLink>
    </>
  );
  return { ...words, actions };
}
