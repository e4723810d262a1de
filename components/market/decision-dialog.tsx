"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { reviewListingAction, takeOffShelfAction } from "@/lib/market/actions";
import { marketQueries } from "@/lib/market/client";
import type { ReviewItem } from "@/lib/market/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { useErrorWords } from "../shell/error-words";
import { notify } from "../ui/feedback/notify";
import { Field } from "../ui/forms/field";
import { Textarea } from "../ui/forms/textarea";
import { ConfirmDialog } from "../ui/overlays/confirm-dialog";

export type Decision = "approve" | "reject" | "takeOff";

const TITLES = { approve: "approveTitle", reject: "rejectTitle", takeOff: "takeOffTitle" } as const;
const DONE = { approve: "approved", reject: "rejected", takeOff: "takenOff" } as const;

/** Decides on an offer; saying no wants a reason, which the vendor reads. */
export function DecisionDialog({
  place,
  item,
  decision,
  onClose,
}: {
  place: ConsolePlace;
  item: ReviewItem;
  decision: Decision;
  onClose: () => void;
}) {
  const t = useTranslations("exchange.market");
  const words = useErrorWords();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string>();
  const [failure, setFailure] = useState<string>();
  const [pending, setPending] = useState(false);
  const { id: imageId, name } = item.image;
  const confirm = async () => {
    if (decision !== "approve" && reason.trim() === "") return setProblem(t("problems.reasonRequired"));
    setPending(true);
    const result =
      decision === "takeOff"
        ? await takeOffShelfAction(place, { imageId, reason })
        : await reviewListingAction(place, { imageId, verdict: decision, reason });
    setPending(false);
    await client.invalidateQueries({ queryKey: marketQueries.all(place) });
    if (!result.ok) return setFailure(`${words(result.error.code).title} ${words(result.error.code).advice}`);
    onClose();
    await notify(t(DONE[decision], { name }));
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => open || onClose()}
      title={t(TITLES[decision])}
      subject={`${name} · ${item.listing.vendor}`}
      consequences={decision === "approve" ? [t("approveBody")] : decision === "takeOff" ? [t("offBody")] : []}
      confirmLabel={t(decision)}
      tone={decision === "approve" ? "primary" : "danger"}
      onConfirm={confirm}
      pending={pending}
      error={failure}
    >
      {decision === "approve" ? null : (
        <Field label={t("reason")} hint={t("reasonHint")} error={problem}>
          <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
    </ConfirmDialog>
  );
}
