"use client";

import { useTranslations } from "next-intl";
import type { ConsolePlace } from "@/lib/platform/browser/read-console";
import { HelpLink } from "../../help/help-links";
import { KeyChoice } from "../../keys/key-choice";
import { Checkbox } from "../../ui/forms/checkbox";
import type { FormProblem } from "../../ui/forms/error-summary";
import { FieldError } from "../../ui/forms/field";
import { Card } from "../../ui/layout/card";
import type { Draft } from "./wizard-state";

interface Props {
  place: ConsolePlace;
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  problems: readonly FormProblem[];
}

/** How the file comes in and what it is for: quick import, bare metal, encryption. An ISO image takes none of them (LIM-10). */
export function ImportCard({ place, draft, set, problems }: Props) {
  const t = useTranslations("manage");
  const errorOf = (id: string) => problems.find((problem) => problem.fieldId === id)?.message;
  if (draft.kind === "iso")
    return (
      <Card title={t("wizard.import")}>
        <p className="text-muted">{t("wizard.isoUse")}</p>
      </Card>
    );
  const [quickError, encryptedError] = [errorOf("quick"), errorOf("encrypted")];
  return (
    <Card title={t("wizard.import")}>
      <div className="space-y-4">
        <div id="quick" tabIndex={-1}>
          <Checkbox
            label={t("wizard.quick")}
            hint={t.rich("wizard.quickHint", { command: (words) => <span className="whitespace-nowrap">{words}</span> })}
            checked={draft.quick}
            onChange={(event) => set({ quick: event.target.checked })}
          />
          {quickError === undefined ? null : <FieldError id="quick-error">{quickError}</FieldError>}
        </div>
        {draft.kind === "system" ? (
          <Checkbox
            label={t("marks.bms")}
            hint={t("wizard.bmsHint")}
            checked={draft.fitsBms}
            onChange={(event) => set({ fitsBms: event.target.checked })}
          />
        ) : null}
        <div id="encrypted" tabIndex={-1}>
          <Checkbox
            label={t("wizard.encrypt")}
            hint={t("wizard.encryptHint")}
            checked={draft.encrypted}
            onChange={(event) => set({ encrypted: event.target.checked })}
          />
          {/* Under the words of the box, not under the box. */}
          <p className="ms-8 text-sm">
            <HelpLink to="encryption" />
          </p>
          {encryptedError === undefined ? null : <FieldError id="encrypted-error">{encryptedError}</FieldError>}
        </div>
        {draft.encrypted ? <KeyChoice place={place} keyId={draft.keyId} onChange={(keyId) => set({ keyId })} /> : null}
      </div>
    </Card>
  );
}
