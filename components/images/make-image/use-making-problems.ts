"use client";

import { useTranslations } from "next-intl";
import { madeImageFields } from "@/lib/images/schemas";
import type { FormProblem } from "../../ui/forms/error-summary";
import type { MakingDraft } from "./making-draft";

const PROBLEMS = ["nameRequired", "nameTooLong", "nameCharacters", "descriptionTooLong", "descriptionCharacters"] as const;
/** Of fields that the form for files has, too. */
const SHARED_PROBLEMS = ["memoryRange", "tagKeyCharacters", "tagValueCharacters", "tagKeyTwice", "tagsMax"] as const;

interface Checked {
  readonly draft: MakingDraft;
  /** What is really chosen: ids of offers, with the name of each image that will be made. */
  readonly images: readonly { readonly sourceId: string; readonly fieldId: string; readonly name: string }[];
  readonly isClean: boolean;
}

/** Everything wrong with the form, one line for each field. */
export function useMakingProblems({ draft, images, isClean }: Checked): readonly FormProblem[] {
  const t = useTranslations("making");
  const shared = useTranslations("images");
  const issuesOf = (name: string, fieldId: string) => {
    const parsed = madeImageFields.safeParse({ ...toFields(draft), name });
    return (parsed.success ? [] : parsed.error.issues).map(({ path, message }) => ({
      fieldId: path[0] === "name" ? fieldId : String(path[0]),
      key: message,
    }));
  };
  const issues = images.flatMap(({ name, fieldId }) => issuesOf(name, fieldId));
  if (Number(draft.maxRamMb) > 0 && Number(draft.minRamMb) > Number(draft.maxRamMb))
    issues.push({ fieldId: "maxRamMb", key: "memoryRange" });
  const problems = issues.flatMap(({ fieldId, key }) => {
    const own = PROBLEMS.find((each) => each === key);
    const common = SHARED_PROBLEMS.find((each) => each === key);
    const message = own === undefined ? common && shared(`problems.${common}`) : t(`problems.${own}`);
    return message === undefined ? [] : [{ fieldId, message }];
  });
  return [
    ...(images.every(({ sourceId }) => sourceId === "") ? [{ fieldId: "source", message: t("problems.sourceRequired") }] : []),
    ...(draft.route === "wholeFromServer" && draft.vaultId === "" ? [{ fieldId: "vaultId", message: t("problems.vaultRequired") }] : []),
    // An empty name breaks more than one rule.
    ...problems.filter((each, index) => problems.findIndex(({ fieldId }) => fieldId === each.fieldId) === index),
    ...(draft.route !== "wholeFromBackup" && !isClean ? [{ fieldId: "isClean", message: t("problems.clean") }] : []),
  ];
}

/** The operations' input from what was typed, but for the names. Memory is nothing a data disk asks for. */
export function toFields({ route, description, minRamMb, maxRamMb, tags }: MakingDraft) {
  const isData = route === "dataFromVolume";
  return {
    description,
    minRamMb: isData ? 0 : Number(minRamMb),
    maxRamMb: isData ? 0 : Number(maxRamMb),
    tags: tags.filter(({ key }) => key !== "").map(({ key, value }) => ({ key, value })),
  };
}
