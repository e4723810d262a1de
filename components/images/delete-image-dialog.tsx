"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { deleteImageAction } from "@/lib/images/actions";
import { imageQueries } from "@/lib/images/client";
import type { ImageView } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionFailure } from "@/lib/platform/http/action";
import { quotaQueries } from "@/lib/quotas/client";
import { useErrorWords } from "../shell/error-words";
import { notify } from "../ui/feedback/notify";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";

interface Props {
  place: ConsolePlace;
  image: ImageView;
  onClose: () => void;
  /** Where to go afterwards, when the page is the image's own. */
  thenHref?: string;
}

/** Asks before deleting, with what follows from it; the image's name is typed. */
export function DeleteImageDialog({ place, image, onClose, thenHref }: Props) {
  const t = useTranslations("images");
  const words = useErrorWords();
  const router = useRouter();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure>();

  const confirm = async () => {
    setPending(true);
    const result = await deleteImageAction(place, { imageId: image.id });
    setPending(false);
    if (!result.ok) return setFailure(result.error);
    if (thenHref !== undefined) router.push(thenHref);
    onClose();
    await Promise.all([client.invalidateQueries({ queryKey: imageQueries.all(place) }), client.invalidateQueries({ queryKey: quotaQueries.current(place).queryKey })]);
    await notify(t("deleted", { name: image.name }));
  };

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("delete.title")}
      subject={
        <>
          {image.name} <code className="block break-all font-mono font-normal text-faint text-xs">{image.id}</code>
        </>
      }
      consequences={[t("delete.final"), t("delete.servers"), t("delete.file")]}
      confirmLabel={t("delete.confirm")}
      typed={[image.name, t("delete.word")]}
      onConfirm={confirm}
      pending={pending}
      error={failure === undefined ? undefined : `${words(failure.code).title} ${words(failure.code).advice}`}
    />
  );
}
