"use client";

import { useTranslations } from "next-intl";
import { FALLBACK_SYSTEMS } from "@/lib/images/os/import-rules";
import { reconcileSystem } from "@/lib/images/os/reconcile-system";
import { Alert } from "../../ui/feedback/alert";
import { CorrectionList } from "../correction-list";
import type { WizardState } from "./wizard-state";

/** What may surprise the owner of the image: what overrules a choice, what may not work. */
export function SystemWarnings({ state }: { state: WizardState }) {
  const t = useTranslations("images");
  const { draft, source } = state;
  const inspection = source?.inspection;
  const os = inspection?.state === "ok" ? inspection.os : null;
  const chosen = { architecture: draft.architecture || null, bootMode: draft.bootMode || null, osVersion: draft.osVersion || null };
  const { corrections, osVersion } = reconcileSystem(chosen, os ?? undefined);
  return (
    <>
      {os !== null && corrections.length > 0 ? (
        <Alert tone="warning" title={t("corrections.ahead")}>
          <CorrectionList corrections={corrections} />
        </Alert>
      ) : null}
      {osVersion !== null && FALLBACK_SYSTEMS.includes(osVersion) ? (
        <Alert tone="warning" title={t("properties.unlistedOs", { version: osVersion })}>
          {t("properties.unlistedOsBody")}
        </Alert>
      ) : null}
      {os?.hasVirtioDrivers === false ? (
        <Alert tone="warning" title={t("properties.noVirtio")}>
          {t("properties.noVirtioBody")}
        </Alert>
      ) : null}
    </>
  );
}

/** What was found inside the file; the job looks again and its finding wins. */
export function FoundSystem({ state }: { state: WizardState }) {
  const t = useTranslations("images");
  const inspection = state.source?.inspection;
  if (inspection?.state !== "ok") return <Alert tone="neutral">{t("properties.notYetDetected")}</Alert>;
  const { os, facts } = inspection;
  if (os === null)
    return (
      <Alert tone="warning" title={t("properties.unknownOs")}>
        {t("properties.unknownOsBody")}
      </Alert>
    );
  return (
    <Alert tone="ok" title={t("properties.detected", { os: os.prettyName ?? os.version })}>
      {t("properties.detectedBody", { format: facts.format.toUpperCase(), version: os.version })}
    </Alert>
  );
}
