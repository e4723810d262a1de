"use client";

import Ellipsis from "lucide-react/icons/ellipsis";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type ImageView, whyNotBootable, whyNotDeletable, whyNotRetryable } from "@/lib/images/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { hrefIn } from "../console/page-place";
import { useErrorWords } from "../shell/error-words";
import { IconButton } from "../ui/controls/icon-button";
import { ButtonLink } from "../ui/controls/link";
import { Menu } from "../ui/overlays/menu";
import { DeleteImageDialog } from "./delete-image-dialog";
import { useRetryImage } from "./use-retry-image";

/** What can be done with an image: the main act as a button, the rest in a menu; what cannot be done says why. */
export function ImageRowMenu({ place, image }: { place: ConsolePlace; image: ImageView }) {
  const t = useTranslations("images");
  const common = useTranslations("common");
  const words = useErrorWords();
  const retry = useRetryImage(place);
  const [deleting, setDeleting] = useState(false);
  const notBootable = whyNotBootable(image);
  const notDeletable = whyNotDeletable(image);
  const why = (refusal: ReturnType<typeof whyNotDeletable>) => (refusal === undefined ? undefined : words(refusal.code).title);
  const items = [
    ...(whyNotRetryable(image) === undefined ? [{ id: "retry", label: t("actions.retry"), onSelect: () => void retry(image) }] : []),
    { id: "copy", label: t("actions.copyId"), onSelect: () => void navigator.clipboard.writeText(image.id) },
    { id: "delete", label: t("actions.delete"), tone: "danger" as const, disabledReason: why(notDeletable), onSelect: () => setDeleting(true) },
  ];
  return (
    <span className="flex items-center justify-end gap-1">
      {notBootable === undefined ? (
        <ButtonLink size="sm" href={hrefIn(place, `/servers/create?image=${image.id}`)}>
          {t("actions.applyServer")}
        </ButtonLink>
      ) : null}
      <Menu trigger={<IconButton label={common("moreFor", { name: image.name })} tooltip={false} icon={<Ellipsis aria-hidden size={16} />} />} groups={[{ id: "actions", items }]} />
      {deleting ? <DeleteImageDialog place={place} image={image} onClose={() => setDeleting(false)} /> : null}
    </span>
  );
}
