"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useReducer, useState } from "react";
import { registerImageAction } from "@/lib/images/actions";
import { imageQueries } from "@/lib/images/client";
import { registerImageInput } from "@/lib/images/schemas";
import { objectQueries } from "@/lib/objects/client";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import type { ActionFailure } from "@/lib/platform/http/action";
import { quotaQueries } from "@/lib/quotas/client";
import { hrefIn } from "../../console/page-place";
import { useWhyForbidden } from "../../console/rights";
import { HelpLink, HelpLinks } from "../../help/help-links";
import { useErrorWords } from "../../shell/error-words";
import { Button } from "../../ui/controls/button";
import { ButtonLink } from "../../ui/controls/link";
import { Alert } from "../../ui/feedback/alert";
import { notify } from "../../ui/feedback/notify";
import { ErrorSummary } from "../../ui/forms/error-summary";
import { PageHeader } from "../../ui/layout/page-header";
import { Wizard } from "../../ui/layout/wizard";
import { DraftList } from "../drafts/draft-list";
import { ConstraintPanel } from "./constraint-panel";
import { toRegisterInput } from "./draft-input";
import { PropertiesStep } from "./properties-step";
import { ReviewStep } from "./review-step";
import { SourceStep } from "./source-step";
import { useDraft } from "./use-draft";
import { useDraftProblems } from "./use-draft-problems";
import { INITIAL, nameFromFile, STEPS, type StepId, wizardReducer } from "./wizard-state";

/** Registers an uploaded file as a private image: choose the file, say what it is, look it over (PRI-05, PRI-06). */
export function RegisterWizard({
  place,
  objectId,
  draftId,
}: {
  place: ConsolePlace;
  objectId: string | undefined;
  draftId: string | undefined;
}) {
  const t = useTranslations("images");
  const making = useTranslations("making");
  const words = useErrorWords();
  const forbidden = useWhyForbidden();
  const router = useRouter();
  const client = useQueryClient();
  const [state, dispatch] = useReducer(wizardReducer, INITIAL);
  const [attempt, setAttempt] = useState(0);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure>();
  const problems = useDraftProblems(state);
  const linked = useQuery({
    ...objectQueries.detail(place, objectId ?? ""),
    enabled: objectId !== undefined && state.source === undefined,
  });
  const { forget, restored } = useDraft(place, {
    state,
    draftId,
    onRestore: (draft, source) => dispatch({ type: "restore", draft, source }),
  });
  useEffect(() => {
    if (linked.data !== undefined) dispatch({ type: "choose", source: linked.data, suggestedName: nameFromFile(linked.data.name) });
  }, [linked.data]);

  const at = STEPS.indexOf(state.step);
  const relevant = state.step === "source" ? problems.filter((problem) => problem.fieldId === "source") : problems;
  const goTo = (step: StepId | undefined) => {
    setAttempt(0);
    if (step !== undefined) dispatch({ type: "go", step });
  };
  const next = () => (relevant.length > 0 ? setAttempt(attempt + 1) : goTo(STEPS[at + 1]));
  const submit = async () => {
    setPending(true);
    setFailure(undefined);
    const result = await registerImageAction(place, registerImageInput.parse(toRegisterInput(state)));
    if (!result.ok) {
      setPending(false);
      setFailure(result.error);
      return;
    }
    await Promise.all([
      forget(),
      client.invalidateQueries({ queryKey: imageQueries.all(place) }),
      client.invalidateQueries({ queryKey: quotaQueries.current(place).queryKey }),
    ]);
    router.push(hrefIn(place, "/images/private"));
    await notify(t("registered", { name: state.draft.name }));
  };

  const footer = (
    <>
      <ButtonLink href={hrefIn(place, "/images/private")}>{t("wizard.cancel")}</ButtonLink>
      {at > 0 ? <Button onClick={() => goTo(STEPS[at - 1])}>{t("wizard.back")}</Button> : null}
      {state.step === "review" ? (
        <Button variant="primary" loading={pending} disabledReason={forbidden("ims:serverImages:create")} onClick={() => void submit()}>
          {t("wizard.submit")}
        </Button>
      ) : (
        <Button variant="primary" onClick={next}>
          {t("wizard.next")}
        </Button>
      )}
    </>
  );
  return (
    <>
      <PageHeader
        title={t("wizard.title")}
        help={<HelpLinks to={["system-from-file", "system-from-iso", "data-from-file", "encrypt", "formats", "systems"]} />}
        crumbs={[{ label: t("types.private"), href: hrefIn(place, "/images/private") }]}
        actions={<ButtonLink href={hrefIn(place, "/images/private/create/from")}>{making("link")}</ButtonLink>}
      />
      <Wizard
        steps={STEPS.map((id) => ({ id, label: t(`wizard.steps.${id}`) }))}
        current={state.step}
        aside={<ConstraintPanel place={place} draft={state.draft} />}
        footer={footer}
      >
        {state.step === "source" && !restored ? <DraftList place={place} /> : null}
        {attempt > 0 ? <ErrorSummary problems={relevant} attempt={attempt} /> : null}
        {failure === undefined ? null : (
          <Alert tone="danger" title={words(failure.code).title}>
            <p>{words(failure.code).advice}</p>
            {failure.code === "formatNotSupported" ? <HelpLink to="convert" /> : null}
          </Alert>
        )}
        {state.step === "source" ? (
          <SourceStep
            place={place}
            kind={state.draft.kind}
            onKind={(kind) => dispatch({ type: "set", change: { kind } })}
            chosen={state.source}
            onChoose={(source) => dispatch({ type: "choose", source, suggestedName: nameFromFile(source.name) })}
          />
        ) : null}
        {state.step === "properties" ? (
          <PropertiesStep place={place} state={state} dispatch={dispatch} problems={attempt > 0 ? problems : []} />
        ) : null}
        {state.step === "review" ? <ReviewStep state={state} onEdit={goTo} /> : null}
      </Wizard>
    </>
  );
}
