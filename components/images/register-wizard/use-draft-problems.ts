"use client";

import { useTranslations } from "next-intl";
import { registerImageInput } from "@/lib/images/schemas";
import type { FormProblem } from "../../ui/forms/error-summary";
import { toRegisterInput } from "./draft-input";
import type { WizardState } from "./wizard-state";

const PROBLEMS = [
  "sourceRequired",
  "sourceRefused",
  "nameRequired",
  "nameTooLong",
  "nameCharacters",
  "descriptionTooLong",
  "descriptionCharacters",
  "diskSizeRange",
  "diskTooSmall",
  "memoryRange",
  "armNeedsUefi",
] as const;

const GIB = 1024 ** 3;

/** Everything wrong with the form, one line per field: by the operation's own schema, and by what the file itself needs. */
export function useDraftProblems(state: WizardState): readonly FormProblem[] {
  const t = useTranslations("images");
  const parsed = registerImageInput.safeParse(toRegisterInput(state));
  const issues = parsed.success ? [] : parsed.error.issues.map((issue) => ({ field: fieldOf(String(issue.path[0])), key: issue.message }));
  const inspection = state.source?.inspection;
  if (inspection?.state === "refused") issues.push({ field: "source", key: "sourceRefused" });
  if (inspection?.state === "ok" && Number(state.draft.minDiskGb) * GIB < inspection.facts.virtualSizeBytes && state.draft.minDiskGb !== "") {
    issues.push({ field: "minDiskGb", key: "diskTooSmall" });
  }
  return issues.flatMap(({ field, key }, index) => {
    const known = PROBLEMS.find((name) => name === key);
    const first = issues.findIndex((other) => other.field === field) === index;
    return known !== undefined && first ? [{ fieldId: field, message: t(`problems.${known}`) }] : [];
  });
}

function fieldOf(path: string): string {
  return path === "objectId" ? "source" : path;
}
