"use client";

import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTranslations } from "next-intl";
import { imageQueries } from "@/lib/images/client";
import { type ImageView, isRetired } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../../console/page-place";
import { Link } from "../../ui/controls/link";
import { Alert } from "../../ui/feedback/alert";

/** Tells that nothing new is made of an image from a day on, and what to use in its place. */
export function RetirementNotice({ place, image }: { place: ConsolePlace; image: ImageView }) {
  const t = useTranslations("manage");
  const format = useFormatter();
  const { successorId } = image;
  const { data: successor } = useQuery({ ...imageQueries.detail(place, successorId ?? ""), enabled: successorId !== null, retry: false });
  if (image.retiresAt === null) return null;
  const day = format.dateTime(new Date(image.retiresAt), { dateStyle: "medium" });
  return (
    <Alert tone="warning" title={t(isRetired(image) ? "retire.since" : "retire.from", { day })}>
      <p>{t("retire.goesOn")}</p>
      {successor === undefined ? null : (
        <p>
          {t("retire.use")} <Link href={hrefIn(place, `/images/${successor.type}/${successor.id}`)}>{successor.name}</Link>
        </p>
      )}
    </Alert>
  );
}
