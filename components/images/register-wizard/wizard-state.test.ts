import { describe, expect, it } from "vitest";
import type { ObjectView } from "@/lib/objects/model";
import { INITIAL, nameFromFile, wizardReducer } from "./wizard-state";

const source: ObjectView = {
  id: "5f1f9c1e-7a0c-4a52-9d8e-000000000001",
  bucketId: "5f1f9c1e-7a0c-4a52-9d8e-000000000002",
  bucketName: "files",
  name: "web-01.vmdk",
  sizeBytes: 1,
  sha256: "0".repeat(64),
  createdAt: "2026-11-24T00:00:00Z",
  inspection: {
    state: "ok",
    facts: { format: "vmdk", virtualSizeBytes: 61 * 1024 ** 3 - 1 },
    os: { family: "linux", version: "CentOS 7.6 64bit", bits: 64, architecture: "arm", bootModes: ["uefi"] },
  },
};

describe("wizardReducer", () => {
  it("fills in what the file says when it is chosen (OS-07)", () => {
    const { draft } = wizardReducer(INITIAL, { type: "choose", source, suggestedName: "web-01" });
    expect(draft).toMatchObject({ name: "web-01", minDiskGb: "61", architecture: "arm", bootMode: "uefi", osVersion: "CentOS 7.6 64bit" });
  });
  it("leaves a boot mode that may not be chosen for the system to the job, which takes the disk's own (OS-15)", () => {
    const os = { family: "linux", version: "Other_Linux (64_bit)", bits: 64, architecture: "x86", bootModes: ["uefi"] } as const;
    const unlisted = { ...source, inspection: { state: "ok", facts: { format: "vmdk", virtualSizeBytes: 1024 ** 3 }, os } } as const;
    const { draft } = wizardReducer(INITIAL, { type: "choose", source: unlisted, suggestedName: "web-01" });
    expect(draft).toMatchObject({ architecture: "x86", osVersion: "Other_Linux (64_bit)", bootMode: "" });
  });
  it("keeps what the user typed when another file is chosen", () => {
    const edited = wizardReducer(INITIAL, { type: "edit", field: "name", value: "mine" });
    expect(wizardReducer(edited, { type: "choose", source, suggestedName: "web-01" }).draft.name).toBe("mine");
  });
  it("does not leave the first step without a file", () => {
    expect(wizardReducer(INITIAL, { type: "go", step: "review" }).step).toBe("source");
    const chosen = wizardReducer(INITIAL, { type: "choose", source, suggestedName: "web-01" });
    expect(wizardReducer(chosen, { type: "go", step: "review" }).step).toBe("review");
  });
});

describe("nameFromFile", () => {
  it("drops folders, endings and characters that names may not hold", () => {
    expect(nameFromFile("imports/web 01.qcow2")).toBe("web 01");
    expect(nameFromFile("a:b?.img")).toBe("a-b-");
    expect(nameFromFile(".vmdk")).toBe("image");
  });
});
