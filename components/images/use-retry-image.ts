"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { retryImageAction } from "@/lib/images/actions";
import { imageQueries } from "@/lib/images/client";
import type { ImageView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useFailureToast } from "../console/use-failure-toast";
import { notify } from "../ui/feedback/notify";

/** Tries a failed image again and says what came of it. */
export function useRetryImage(place: ConsolePlace) {
  const t = useTranslations("images");
  const client = useQueryClient();
  const failed = useFailureToast();
  return async (image: Pick<ImageView, "id" | "name">) => {
    const result = await retryImageAction(place, { imageId: image.id });
    await client.invalidateQueries({ queryKey: imageQueries.all(place) });
    if (result.ok) await notify(t("retried", { name: image.name }));
    else await failed(result.error);
  };
}
