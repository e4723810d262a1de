"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { imageQueries } from "@/lib/images/client";
import { updateMemberStatusAction } from "@/lib/members/actions";
import { memberQueries } from "@/lib/members/client";
import type { Answer, ReceivedView } from "@/lib/members/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionFailure } from "@/lib/platform/http/action";
import { useErrorWords } from "../shell/error-words";
import { useListed } from "../ui/data/use-listed";
import { Alert } from "../ui/feedback/alert";
import { notify } from "../ui/feedback/notify";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";

interface Props {
  place: ConsolePlace;
  answer: Answer;
  items: readonly ReceivedView[];
  onDone?: (() => void) | undefined;
  onClose: () => void;
}

/** Accepts or rejects shares; accepting warns that their source must be judged by whoever uses them (SHR-16). */
export function AnswerDialog({ place, answer, items, onDone, onClose }: Props) {
  const listed = useListed();
  const t = useTranslations("exchange.received");
  const words = useErrorWords();
  const router = useRouter();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure>();
  const accepts = answer === "accepted";
  const owners = [...new Set(items.map(({ ownerName }) => ownerName))];
  const confirm = async () => {
    setPending(true);
    const result = await updateMemberStatusAction(place, { imageIds: items.map(({ image }) => image.id), status: answer });
    setPending(false);
    await Promise.all([
      client.invalidateQueries({ queryKey: memberQueries.all(place) }),
      client.invalidateQueries({ queryKey: imageQueries.all(place) }),
    ]);
    if (!result.ok) return setFailure(result.error);
    const answered = result.data.outcomes.filter(({ outcome }) => outcome === "answered").length;
    const gone = result.data.outcomes.length - answered;
    onDone?.();
    onClose();
    router.refresh();
    await notify(
      [answered > 0 ? t(answer, { count: answered }) : "", gone > 0 ? t("gone", { count: gone }) : ""].filter(Boolean).join(" · "),
    );
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t(`${accepts ? "accept" : "reject"}Title${items.length === 1 ? "" : "Many"}`)}
      subject={
        <>
          {listed(items.map(({ image }) => image.name))}
          <span className="block font-normal text-muted text-sm">{t("ownerIs", { names: listed(owners) })}</span>
        </>
      }
      consequences={
        accepts ? [t("free"), ...(items.some(({ image }) => image.kind === "whole") ? [t("wholeCost")] : [])] : [t("rejectBody"), t("stay")]
      }
      confirmLabel={t(accepts ? "acceptConfirm" : "rejectConfirm")}
      tone={accepts ? "primary" : "danger"}
      onConfirm={confirm}
      pending={pending}
      error={failure === undefined ? undefined : `${words(failure.code).title} ${words(failure.code).advice}`}
    >
      {accepts ? (
        <Alert tone="warning" title={t("trustTitle")}>
          <p>{t("trust")}</p>
          {items.some(({ firstTime }) => firstTime) ? <p className="mt-1">{t("firstTimeWarning")}</p> : null}
        </Alert>
      ) : null}
    </ConfirmDialog>
  );
}
