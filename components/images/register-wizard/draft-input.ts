import type { RegisterImageInput } from "@/lib/images/schemas";
import type { WizardState } from "./wizard-state";

/** The operation's input from what was typed. What is not a number stays so, and the schema says it. */
export function toRegisterInput({ source, draft }: WizardState): RegisterImageInput {
  return {
    objectId: source?.id ?? "",
    name: draft.name.trim(),
    description: draft.description,
    architecture: draft.architecture === "" ? undefined : draft.architecture,
    bootMode: draft.bootMode === "" ? undefined : draft.bootMode,
    minDiskGb: draft.minDiskGb.trim() === "" ? undefined : Number(draft.minDiskGb),
    minRamMb: Number(draft.minRamMb),
    maxRamMb: Number(draft.maxRamMb),
  };
}
