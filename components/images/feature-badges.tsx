"use client";

import { useTranslations } from "next-intl";
import { IMAGE_FEATURES } from "@/lib/images/model";
import { Badge } from "../ui/data/badge";

/** The supported features of a public image in words (PUB-04). */
export function FeatureBadges({ features }: { features: readonly string[] }) {
  const t = useTranslations("manage");
  const known = IMAGE_FEATURES.filter((feature) => features.includes(feature));
  if (known.length === 0) return <span className="text-faint">–</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {known.map((feature) => (
        <Badge key={feature}>{t(`features.${feature}`)}</Badge>
      ))}
    </span>
  );
}
