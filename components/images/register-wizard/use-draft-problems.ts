"use client";

import { useTranslations } from "next-intl";
import { DATA_DISK_MAX_GB, DATA_DISK_MIN_GB } from "@/lib/images/constraints";
import { whyNotRegister } from "@/lib/images/rules/file-rules";
import type { Refusal } from "@/lib/images/rules/rule";
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
  "tagKeyCharacters",
  "tagValueCharacters",
  "tagKeyTwice",
  "tagsMax",
  "dataDiskChosen",
  "dataDiskSize",
  "fileTwice",
  "osRequired",
  "isoName",
  "isoOnly",
  "quickFormats",
  "dataDiskRange",
  "bmsEncrypted",
  "tooLarge",
] as const;

/** Everything wrong with the form, one line per field: by the operation's own schema, and by what the file itself needs. */
export function useDraftProblems(state: WizardState): readonly FormProblem[] {
  const t = useTranslations("images");
  const parsed = registerImageInput.safeParse(toRegisterInput(state));
  const issues = parsed.success ? [] : parsed.error.issues.map((issue) => ({ field: fieldOf(String(issue.path[0])), key: issue.message }));
  const inspection = state.source?.inspection;
  if (inspection?.state === "refused") issues.push({ field: "source", key: "sourceRefused" });
  issues.push(...fileIssues(state), ...dataDiskIssues(state));
  return issues.flatMap(({ field, key }, index) => {
    const known = PROBLEMS.find((name) => name === key);
    const first = issues.findIndex((other) => other.field === field) === index;
    return known !== undefined && first ? [{ fieldId: field, message: t(`problems.${known}`) }] : [];
  });
}

interface Issue {
  readonly field: string;
  readonly key: string;
}

/** What the rules of files say, with the configured limits left to the server. */
function fileIssues({ source, draft }: WizardState): Issue[] {
  if (source === undefined) return [];
  const facts = source.inspection?.state === "ok" ? source.inspection.facts : undefined;
  const refusal = whyNotRegister({
    ...{ kind: draft.kind, fileName: source.name, sizeBytes: source.sizeBytes, quick: draft.quick && draft.kind !== "iso" },
    ...(facts === undefined ? {} : { format: facts.format, virtualSizeBytes: facts.virtualSizeBytes }),
    ...(draft.minDiskGb.trim() === "" ? {} : { diskGb: Number(draft.minDiskGb) }),
    ...(draft.osVersion === "" ? {} : { osVersion: draft.osVersion }),
    encrypted: draft.encrypted && draft.kind !== "iso",
    fitsBms: draft.fitsBms && draft.kind === "system",
    limits: { normalBytes: Number.POSITIVE_INFINITY, quickBytes: Number.POSITIVE_INFINITY },
  });
  return refusal === undefined ? [] : [issueOf(refusal)];
}

function issueOf({ code, detail = {} }: Refusal): Issue {
  switch (code) {
    case "dataDiskSizeOutOfRange":
      return { field: "minDiskGb", key: "dataDiskRange" };
    case "dataDiskSmallerThanFile":
    case "systemDiskSmallerThanFile":
      return { field: "minDiskGb", key: "diskTooSmall" };
    case "systemDiskSizeOutOfRange":
      return { field: "minDiskGb", key: "diskSizeRange" };
    case "isoImageNotAllowed":
    case "formatMismatch":
      return { field: "source", key: "isoOnly" };
    case "formatNotSupported":
      return { field: "quick", key: "quickFormats" };
    case "encryptedImageNotAllowed":
      return { field: "encrypted", key: "bmsEncrypted" };
    case "imageTooLarge":
      return { field: "source", key: "tooLarge" };
    default:
      return detail.reason === "isoName" ? { field: "source", key: "isoName" } : { field: "osVersion", key: "osRequired" };
  }
}

function dataDiskIssues({ source, draft }: WizardState): Issue[] {
  if (draft.kind !== "system") return [];
  const files = [source?.id, ...draft.dataDisks.map(({ objectId }) => objectId)];
  return draft.dataDisks.flatMap(({ objectId, diskGb }, index): Issue[] => {
    const field = `dataDisk-${index}`;
    if (objectId === "") return [{ field, key: "dataDiskChosen" }];
    if (files.indexOf(objectId) !== index + 1) return [{ field, key: "fileTwice" }];
    const size = Number(diskGb);
    return Number.isInteger(size) && size >= DATA_DISK_MIN_GB && size <= DATA_DISK_MAX_GB ? [] : [{ field, key: "dataDiskSize" }];
  });
}

function fieldOf(path: string): string {
  return path === "objectId" ? "source" : path;
}
