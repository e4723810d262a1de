"use client";

import Lock from "lucide-react/icons/lock";
import ShieldCheck from "lucide-react/icons/shield-check";
import { useTranslations } from "next-intl";
import { type ImageView, isRetired } from "@/lib/images/model";
import { Badge } from "../ui/data/badge";

/** What is special about an image, in a word or a sign: protected, encrypted, on its way out, hidden, for bare metal. */
export function ImageMarks({ image }: { image: ImageView }) {
  const t = useTranslations("manage");
  return (
    <>
      {image.protected && image.type === "private" ? (
        <ShieldCheck role="img" aria-label={t("marks.protected")} size={14} className="shrink-0 text-muted" />
      ) : null}
      {image.encrypted ? <Lock role="img" aria-label={t("marks.encrypted")} size={14} className="shrink-0 text-muted" /> : null}
      {image.retiresAt === null ? null : <Badge tone="warning">{isRetired(image) ? t("marks.retired") : t("marks.retiring")}</Badge>}
      {image.hidden && image.type === "public" ? <Badge>{t("marks.hidden")}</Badge> : null}
      {image.fitsBms ? <Badge>BMS</Badge> : null}
    </>
  );
}
