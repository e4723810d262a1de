"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { scrubImageAction } from "@/lib/images/actions";
import { imageQueries } from "@/lib/images/client";
import type { ImageDetailView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useWhyForbidden } from "../console/rights";
import { useFailureToast } from "../console/use-failure-toast";
import { Button } from "../ui/controls/button";
import { Alert } from "../ui/feedback/alert";
import { RefusalDetail } from "./refusal-detail";

/** What is wrong with an image's stored bytes, block by block. */
export function DamageNotice({ image }: { image: ImageDetailView }) {
  const t = useTranslations("images.integrity");
  const damage = image.integrity?.damage;
  if (damage === null || damage === undefined) return null;
  const named = damage.blocks.slice(0, 16).join(", ");
  const blocks = damage.blockCount > 16 ? `${named} …` : named;
  return (
    <Alert tone="danger" title={t("title")}>
      <p>{damage.blockCount === 0 ? t("part") : t("blocks", { count: damage.blockCount, blocks })}</p>
      <RefusalDetail detail={{ construct: damage.construct }} />
    </Alert>
  );
}

/** Has the image's bytes read back and compared now. */
export function ScrubButton({ place, image }: { place: ConsolePlace; image: ImageDetailView }) {
  const t = useTranslations("images.integrity");
  const client = useQueryClient();
  const failed = useFailureToast();
  const forbidden = useWhyForbidden(image);
  const [asking, setAsking] = useState(false);
  if (image.type !== "private" || image.storedFormat === null || image.status !== "active") return null;
  const check = async () => {
    setAsking(true);
    const result = await scrubImageAction(place, { imageId: image.id });
    if (!result.ok) failed(result.error);
    await client.invalidateQueries({ queryKey: imageQueries.all(place) });
    setAsking(false);
  };
  return (
    <div className="mt-3">
      <Button
        size="sm"
        loading={asking || image.busyWith.includes("scrubImage")}
        disabledReason={forbidden("ims:images:update")}
        onClick={() => void check()}
      >
        {t("check")}
      </Button>
    </div>
  );
}
