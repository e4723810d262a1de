import { SOURCE_ROUTES, type SourceRoute } from "@/lib/images/rules/source-rules";
import type { Tag } from "@/lib/tags/model";

/** What the form holds as typed. */
export interface MakingDraft {
  readonly route: SourceRoute;
  /** Of the server, the backup, or the data disks of one server. */
  readonly sourceIds: readonly string[];
  readonly name: string;
  /** Of the images of data disks, by disk; one that is missing has the name its disk offers. */
  readonly names: Readonly<Record<string, string>>;
  readonly description: string;
  readonly minRamMb: string;
  readonly maxRamMb: string;
  readonly vaultId: string;
  readonly tags: readonly Tag[];
}

export const EMPTY_MAKING: MakingDraft = {
  ...{ route: "systemFromServer", sourceIds: [], name: "", names: {}, description: "" },
  ...{ minRamMb: "0", maxRamMb: "0", vaultId: "", tags: [] },
};

/** Under which name a form of this kind is kept among the drafts. */
export const MAKING_FORM = "making";

/** A form as an earlier version may have kept it: what has its place is taken, the rest is empty. */
export function readMaking(kept: unknown): MakingDraft {
  if (typeof kept !== "object" || kept === null) return EMPTY_MAKING;
  const form: Readonly<Record<string, unknown>> = { ...kept };
  const text = (key: "name" | "description" | "minRamMb" | "maxRamMb" | "vaultId") =>
    typeof form[key] === "string" ? form[key] : EMPTY_MAKING[key];
  return {
    route: SOURCE_ROUTES.find((each) => each === form.route) ?? EMPTY_MAKING.route,
    sourceIds: Array.isArray(form.sourceIds) ? form.sourceIds.filter((id) => typeof id === "string") : [],
    name: text("name"),
    names: Object.fromEntries(textEntries(form.names)),
    description: text("description"),
    minRamMb: text("minRamMb"),
    maxRamMb: text("maxRamMb"),
    vaultId: text("vaultId"),
    tags: Array.isArray(form.tags) ? form.tags.filter(isTag) : [],
  };
}

function textEntries(value: unknown): [string, string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]): [string, string][] => (typeof each === "string" ? [[key, each]] : []));
}

function isTag(value: unknown): value is Tag {
  return (
    typeof value === "object" &&
    value !== null &&
    "key" in value &&
    "value" in value &&
    [value.key, value.value].every((each) => typeof each === "string")
  );
}
