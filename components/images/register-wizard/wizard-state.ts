import type { DetectedOs } from "@/lib/disk/model";
import { whyNotBootMode } from "@/lib/images/os/import-rules";
import type { FileKind } from "@/lib/images/rules/file-rules";
import type { ObjectView } from "@/lib/objects/model";
import type { Tag } from "@/lib/tags/model";

export const STEPS = ["source", "properties", "review"] as const;
export type StepId = (typeof STEPS)[number];

/** What the form holds as typed; numbers stay text until they are checked. */
export interface Draft {
  readonly kind: FileKind;
  readonly name: string;
  readonly description: string;
  readonly architecture: "" | "x86" | "arm";
  readonly bootMode: "" | "bios" | "uefi";
  readonly osVersion: string;
  readonly minDiskGb: string;
  readonly minRamMb: string;
  readonly maxRamMb: string;
  /** System of a data disk image, which names no version. */
  readonly osFamily: "linux" | "windows";
  readonly quick: boolean;
  readonly fitsBms: boolean;
  readonly encrypted: boolean;
  /** Empty: the project's default key. */
  readonly keyId: string;
  readonly tags: readonly Tag[];
  readonly dataDisks: readonly DataDiskDraft[];
}

/** Another file that becomes a data disk image. */
export interface DataDiskDraft {
  readonly objectId: string;
  readonly diskGb: string;
}

/** Fields that are typed or chosen as text. */
export type TextField = { [Field in keyof Draft]: Draft[Field] extends string ? Field : never }[keyof Draft];

export interface WizardState {
  readonly step: StepId;
  readonly source: ObjectView | undefined;
  readonly draft: Draft;
  /** Fields the user has typed in: what was found in the file no longer overwrites them. */
  readonly touched: ReadonlySet<keyof Draft>;
}

export type WizardEvent =
  | { readonly type: "choose"; readonly source: ObjectView; readonly suggestedName: string }
  | { readonly type: "edit"; readonly field: TextField; readonly value: string }
  | { readonly type: "set"; readonly change: Partial<Draft> }
  | { readonly type: "restore"; readonly draft: Draft; readonly source: ObjectView | undefined }
  | { readonly type: "go"; readonly step: StepId };

export const EMPTY_DRAFT: Draft = {
  kind: "system",
  name: "",
  description: "",
  architecture: "",
  bootMode: "",
  osVersion: "",
  minDiskGb: "",
  minRamMb: "0",
  maxRamMb: "0",
  osFamily: "linux",
  quick: false,
  fitsBms: false,
  encrypted: false,
  keyId: "",
  tags: [],
  dataDisks: [],
};

export const INITIAL: WizardState = { step: "source", source: undefined, draft: EMPTY_DRAFT, touched: new Set() };

/** Pure: the same events give the same form. Choosing a file fills what the user has not typed; no step opens without a file. */
export function wizardReducer(state: WizardState, event: WizardEvent): WizardState {
  switch (event.type) {
    case "choose":
      return {
        ...state,
        source: event.source,
        draft: { ...state.draft, ...untouched(state, suggestions(event.source, event.suggestedName)) },
      };
    case "edit":
      return { ...state, draft: { ...state.draft, [event.field]: event.value }, touched: new Set([...state.touched, event.field]) };
    case "set":
      return { ...state, draft: { ...state.draft, ...event.change }, touched: new Set([...state.touched, ...fieldsOf(event.change)]) };
    case "restore":
      return { ...state, draft: event.draft, source: event.source, touched: new Set(fieldsOf(event.draft)) };
    case "go":
      return event.step === "source" || state.source !== undefined ? { ...state, step: event.step } : state;
  }
}

function fieldsOf(change: Partial<Draft>): (keyof Draft)[] {
  return Object.keys(change) as (keyof Draft)[]; // keys of a Partial<Draft>
}

const GIB = 1024 ** 3;
const SMALLEST_DISK_GB = 40;

/** What the file itself says: size of its disk, system, architecture and the boot mode it prefers (OS-07). */
function suggestions(source: ObjectView, name: string): Partial<Draft> {
  if (source.inspection?.state !== "ok") return { name };
  const { facts, os } = source.inspection;
  return {
    name,
    kind: facts.format === "iso" ? "iso" : "system",
    minDiskGb: String(Math.max(SMALLEST_DISK_GB, Math.ceil(facts.virtualSizeBytes / GIB))),
    ...(os === null ? { architecture: "", bootMode: "", osVersion: "" } : suggestedSystem(os)),
  };
}

/** A way to start that may be chosen for the system (OS-15); else it is left to the job, which takes the disk's own. */
function suggestedSystem({ architecture, version, bootModes }: DetectedOs): Pick<Draft, "architecture" | "bootMode" | "osVersion"> {
  const bootMode = bootModes.find((mode) => whyNotBootMode(mode, { architecture, osVersion: version }) === undefined);
  return { architecture, osVersion: version, bootMode: bootMode ?? "" };
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
