import type { RegisterImageInput } from "@/lib/images/schemas";
import type { WizardState } from "./wizard-state";

/** The operation's input from what was typed. What is not a number stays so, and the schema says it. */
export function toRegisterInput({ source, draft }: WizardState): RegisterImageInput {
  const system = draft.kind !== "data";
  return {
    kind: draft.kind,
    objectId: source?.id ?? "",
    name: draft.name.trim(),
    description: draft.description,
    architecture: !system || draft.architecture === "" ? undefined : draft.architecture,
    bootMode: !system || draft.bootMode === "" ? undefined : draft.bootMode,
    osVersion: !system || draft.osVersion === "" ? undefined : draft.osVersion,
    minDiskGb: draft.minDiskGb.trim() === "" ? undefined : Number(draft.minDiskGb),
    minRamMb: system ? Number(draft.minRamMb) : 0,
    maxRamMb: system ? Number(draft.maxRamMb) : 0,
    osFamily: system ? undefined : draft.osFamily,
    quick: draft.quick && draft.kind !== "iso",
    fitsBms: draft.fitsBms && draft.kind === "system",
    encrypted: draft.encrypted && draft.kind !== "iso",
    keyId: draft.encrypted && draft.kind !== "iso" && draft.keyId !== "" ? draft.keyId : undefined,
    tags: draft.tags.filter(({ key }) => key !== "").map(({ key, value }) => ({ key, value })),
    dataDisks: draft.kind === "system" ? draft.dataDisks.map(({ objectId, diskGb }) => ({ objectId, diskGb: Number(diskGb) })) : [],
  };
}
