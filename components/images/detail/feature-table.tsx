"use client";

import Check from "lucide-react/icons/check";
import Minus from "lucide-react/icons/minus";
import { useTranslations } from "next-intl";
import { IMAGE_FEATURES, type ImageView } from "@/lib/images/model";
import { Card } from "../../ui/layout/card";

/** Each feature a public image may have, supported or not (PUB-04). */
export function FeatureTable({ image }: { image: ImageView }) {
  const t = useTranslations("manage");
  return (
    <Card title={t("columns.features")}>
      <ul className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {IMAGE_FEATURES.map((feature) => {
          const supported = image.features.includes(feature);
          return (
            <li key={feature} className="flex items-center gap-2">
              {supported ? <Check aria-hidden size={16} className="text-ok" /> : <Minus aria-hidden size={16} className="text-faint" />}
              <span className={supported ? undefined : "text-muted"}>{t(`features.${feature}`)}</span>
              <span className="ms-auto text-muted text-sm">{t(supported ? "features.supported" : "features.unsupported")}</span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
