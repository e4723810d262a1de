import type { ObjectView } from "@/lib/objects/model";

export const STEPS = ["source", "properties", "review"] as const;
export type StepId = (typeof STEPS)[number];

/** What the form holds as typed; numbers stay text until they are checked. */
export interface Draft {
  readonly name: string;
  readonly description: string;
  readonly architecture: "" | "x86" | "arm";
  readonly bootMode: "" | "bios" | "uefi";
  readonly minDiskGb: string;
  readonly minRamMb: string;
  readonly maxRamMb: string;
}

export interface WizardState {
  readonly step: StepId;
  readonly source: ObjectView | undefined;
  readonly draft: Draft;
  /** Fields the user has typed in: what was found in the file no longer overwrites them. */
  readonly touched: ReadonlySet<keyof Draft>;
}

export type WizardEvent =
  | { readonly type: "choose"; readonly source: ObjectView; readonly suggestedName: string }
  | { readonly type: "edit"; readonly field: keyof Draft; readonly value: string }
  | { readonly type: "go"; readonly step: StepId };

export const EMPTY_DRAFT: Draft = { name: "", description: "", architecture: "", bootMode: "", minDiskGb: "", minRamMb: "0", maxRamMb: "0" };

export const INITIAL: WizardState = { step: "source", source: undefined, draft: EMPTY_DRAFT, touched: new Set() };

/** Pure: the same events give the same form. Choosing a file fills what the user has not typed; no step opens without a file. */
export function wizardReducer(state: WizardState, event: WizardEvent): WizardState {
  switch (event.type) {
    case "choose":
      return { ...state, source: event.source, draft: { ...state.draft, ...untouched(state, suggestions(event.source, event.suggestedName)) } };
    case "edit":
      return { ...state, draft: { ...state.draft, [event.field]: event.value }, touched: new Set([...state.touched, event.field]) };
    case "go":
      return event.step === "source" || state.source !== undefined ? { ...state, step: event.step } : state;
  }
}

const GIB = 1024 ** 3;
const SMALLEST_DISK_GB = 40;

/** What the file itself says: size of its disk, architecture and the boot mode it prefers. */
function suggestions(source: ObjectView, name: string): Partial<Draft> {
  if (source.inspection?.state !== "ok") return { name };
  const { facts, os } = source.inspection;
  return {
    name,
    minDiskGb: String(Math.max(SMALLEST_DISK_GB, Math.ceil(facts.virtualSizeBytes / GIB))),
    architecture: os?.architecture ?? "",
    bootMode: os?.bootModes[0] ?? "",
  };
}

function untouched(state: WizardState, found: Partial<Draft>): Partial<Draft> {
  return Object.fromEntries(Object.entries(found).filter(([field]) => !state.touched.has(field as keyof Draft))); // entries of a Partial<Draft>
}

/** A name for the image from the file's: without its ending and without what names may not hold. */
export function nameFromFile(file: string): string {
  const base = file.split("/").at(-1) ?? file;
  const plain = base.replace(/(\.(vmdk|vhd|vhdx|qcow2|qcow|raw|img|qed|vdi|iso|zvhd2?))+$/i, "").replace(/[^\p{L}\p{N}._ -]+/gu, "-");
  return plain.trim().slice(0, 128) || "image";
}
