"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { imageQueries } from "@/lib/images/client";
import type { ImageView } from "@/lib/images/model";
import { withdrawImageAction } from "@/lib/market/actions";
import { marketQueries } from "@/lib/market/client";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionFailure } from "@/lib/platform/http/action";
import { useErrorWords } from "../shell/error-words";
import { notify } from "../ui/feedback/notify";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";

/** Asks before an image is taken back from the market. */
export default function WithdrawDialog({ place, image, onClose }: { place: ConsolePlace; image: ImageView; onClose: () => void }) {
  const t = useTranslations("exchange.market");
  const words = useErrorWords();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure>();
  const confirm = async () => {
    setPending(true);
    const result = await withdrawImageAction(place, { imageId: image.id });
    setPending(false);
    if (!result.ok) return setFailure(result.error);
    onClose();
    await Promise.all([
      client.invalidateQueries({ queryKey: imageQueries.all(place) }),
      client.invalidateQueries({ queryKey: marketQueries.all(place) }),
    ]);
    await notify(t("withdrawn", { name: image.name }));
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("withdrawTitle")}
      subject={image.name}
      consequences={[t("withdrawBody")]}
      confirmLabel={t("withdrawConfirm")}
      onConfirm={confirm}
      pending={pending}
      error={failure === undefined ? undefined : `${words(failure.code).title} ${words(failure.code).advice}`}
    />
  );
}
