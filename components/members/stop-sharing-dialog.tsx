"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ImageView } from "@/lib/images/model";
import { removeMembersAction } from "@/lib/members/actions";
import type { MemberView } from "@/lib/members/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionFailure } from "@/lib/platform/http/action";
import { useErrorWords } from "../shell/error-words";
import { useListed } from "../ui/data/use-listed";
import { notify } from "../ui/feedback/notify";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";

interface Props {
  place: ConsolePlace;
  image: ImageView;
  members: readonly MemberView[];
  /** Account ids; undefined: all of them, which asks for the image's name. */
  chosen: ReadonlySet<string> | undefined;
  onDone: () => void;
  onClose: () => void;
}

export function StopSharingDialog({ place, image, members, chosen, onDone, onClose }: Props) {
  const listed = useListed();
  const t = useTranslations("exchange.members");
  const words = useErrorWords();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure>();
  const names = members.filter(({ accountId }) => chosen === undefined || chosen.has(accountId)).map(({ accountName }) => accountName);
  const confirm = async () => {
    setPending(true);
    const result = await removeMembersAction(place, { imageId: image.id, ...(chosen === undefined ? {} : { accountIds: [...chosen] }) });
    setPending(false);
    if (!result.ok) return setFailure(result.error);
    await notify(t("stopped", { count: result.data.removed }));
    onDone();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t("stopTitle")}
      subject={listed(names.slice(0, 10)) + (names.length > 10 ? ` +${names.length - 10}` : "")}
      consequences={[t("consequences.list"), t("consequences.use"), t("consequences.stay")]}
      confirmLabel={t("stopConfirm")}
      {...(chosen === undefined ? { typed: [image.name, t("all")] } : {})}
      onConfirm={confirm}
      pending={pending}
      error={failure === undefined ? undefined : `${words(failure.code).title} ${words(failure.code).advice}`}
    />
  );
}
