"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SHARES_MAX, SHARES_MAX_WHOLE } from "@/lib/images/constraints";
import type { ImageView } from "@/lib/images/model";
import { addMembersAction } from "@/lib/members/actions";
import { memberQueries } from "@/lib/members/client";
import { counts, parseRecipients, type RecipientOutcome, whyNotRecipients } from "@/lib/members/model";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionFailure } from "@/lib/platform/http/action";
import { useAct } from "../console/use-act";
import { HelpLink } from "../help/help-links";
import { useRegionName } from "../shell/region-names";
import { Alert } from "../ui/feedback/alert";
import { Field } from "../ui/forms/field";
import { Textarea } from "../ui/forms/textarea";
import { FormDialog } from "../ui/overlays/form-dialog";
import { OutcomeList } from "./outcome-list";

interface Props {
  place: ConsolePlace;
  image: ImageView;
  onClose: () => void;
}

/** Shares an image with accounts that are typed or pasted, many at once, and says of each what became of it. */
export default function ShareDialog({ place, image, onClose }: Props) {
  const t = useTranslations("exchange.share");
  const regionName = useRegionName();
  const act = useAct(place, ownWords);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const [outcomes, setOutcomes] = useState<readonly RecipientOutcome[]>([]);
  const members = useQuery(memberQueries.ofImage(place, image.id));
  const used = members.data?.filter(({ status }) => counts(status)).length ?? image.tenants;
  const recipients = parseRecipients(text);

  const submit = async () => {
    const reason = whyNotRecipients(recipients);
    if (reason !== undefined) return setProblem(t(`problems.${reason}`));
    setProblem(undefined);
    await act.run(addMembersAction(place, { imageId: image.id, recipients }), (result) => {
      const added = result.outcomes.filter(({ outcome }) => outcome === "added" || outcome === "invitedAgain").length;
      if (added === result.outcomes.length) onClose();
      else {
        setOutcomes(result.outcomes);
        setText("");
      }
      return added > 0 ? t("done", { count: added }) : undefined;
    });
  };

  /** A single recipient that cannot be added is a refusal; it says the same as a line of the table. */
  function ownWords({ code, detail }: ActionFailure) {
    const outcome = (["unknown", "self", "alreadyMember"] as const).find((known) => known === detail.reason);
    return code === "shareTargetInvalid" && outcome !== undefined ? { title: t(`outcomes.${outcome}`) } : undefined;
  }

  return (
    <FormDialog
      title={t("title")}
      subject={image.name}
      help={<HelpLink to="sharing" />}
      submitLabel={outcomes.length > 0 ? t("again") : t("submit")}
      cancelLabel={outcomes.length > 0 ? t("close") : undefined}
      onSubmit={submit}
      onClose={onClose}
      act={act}
    >
      {outcomes.length > 0 ? <OutcomeList outcomes={outcomes} /> : null}
      <Field label={t("recipients")} hint={t("hint")} error={problem}>
        <Textarea value={text} onChange={(event) => setText(event.target.value)} rows={4} spellCheck={false} autoFocus />
      </Field>
      <p className="text-muted text-sm" aria-live="polite">
        {t("used", { used, limit: image.kind === "whole" ? SHARES_MAX_WHOLE : SHARES_MAX })}{" "}
        {recipients.length > 0 ? t("adding", { count: recipients.length }) : null}
      </p>
      <Alert tone="warning">
        <p>{t("trust")}</p>
        <p className="mt-1">{t("region", { region: regionName(image.regionId) })}</p>
      </Alert>
    </FormDialog>
  );
}
