"use client";

import { useTranslations } from "next-intl";
import { type ImageView, isCharged } from "@/lib/images/model";
import { TagBadges } from "../../tags/tag-badges";
import type { KeyValue } from "../../ui/data/key-values";

/** What its owner says of an image: protection, drivers, tags; of a public one what it costs (PUB-07). */
export function useManagementFacts(image: ImageView): readonly KeyValue[] {
  const t = useTranslations("manage");
  const images = useTranslations("images");
  const yesNo = (value: boolean) => images(value ? "yes" : "no");
  if (image.type === "public")
    return [{ id: "price", label: t("columns.price"), value: t(isCharged(image) ? "price.charged" : "price.free") }];
  return [
    { id: "protected", label: t("marks.protected"), value: yesNo(image.protected) },
    ...(image.kind === "data"
      ? []
      : [
          { id: "multiQueue", label: t("modify.multiQueue"), value: yesNo(image.nicMultiQueue) },
          { id: "sriov", label: t("modify.sriov"), value: yesNo(image.sriov) },
          { id: "bms", label: t("marks.bms"), value: yesNo(image.fitsBms) },
        ]),
    { id: "fast", label: t("marks.fast"), value: yesNo(image.fastProvisioning) },
    { id: "tags", label: t("columns.tags"), value: image.tags.length === 0 ? undefined : <TagBadges tags={image.tags} />, wide: true },
  ];
}
