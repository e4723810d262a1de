import { describe, expect, it } from "vitest";
import type { DetectedOs } from "@/lib/disk/model";
import { reconcileSystem } from "./reconcile-system";

const NOTHING = { architecture: null, bootMode: null, osVersion: null } as const;
const found = (given: Partial<DetectedOs> = {}): DetectedOs => ({
  family: "linux",
  platform: "CentOS",
  version: "CentOS 7.9 64bit",
  prettyName: "CentOS Linux 7 (Core)",
  bits: 64,
  architecture: "x86",
  bootModes: ["bios", "uefi"],
  ...given,
});

describe("reconcileSystem", () => {
  it("takes what was found where nothing was chosen (OS-07, OS-14, OS-18)", () => {
    expect(reconcileSystem(NOTHING, found())).toEqual({
      architecture: "x86",
      bootMode: "bios",
      osFamily: "linux",
      osPlatform: "CentOS",
      osVersion: "CentOS 7.9 64bit",
      osBits: 64,
      corrections: [],
    });
  });

  it("lets what was found win over what was chosen, and names each choice it overrules (OS-07)", () => {
    const chosen = { architecture: "arm", bootMode: "uefi", osVersion: "UOS 20 64bit" } as const;
    expect(reconcileSystem(chosen, found({ bootModes: ["bios"] }))).toMatchObject({
      architecture: "x86",
      bootMode: "bios",
      osVersion: "CentOS 7.9 64bit",
      corrections: [
        { field: "osVersion", chosen: "UOS 20 64bit", found: "CentOS 7.9 64bit" },
        { field: "architecture", chosen: "arm", found: "x86" },
        { field: "bootMode", chosen: "uefi", found: "bios" },
      ],
    });
  });

  it("keeps the chosen of two ways to start", () => {
    expect(reconcileSystem({ ...NOTHING, bootMode: "uefi" }, found())).toMatchObject({ bootMode: "uefi", corrections: [] });
  });

  it("boots ARM by UEFI whatever was chosen (OS-14, AMB-28)", () => {
    const arm = found({ architecture: "arm", bootModes: [] });
    expect(reconcileSystem({ ...NOTHING, bootMode: "bios" }, arm)).toMatchObject({
      bootMode: "uefi",
      corrections: [{ field: "bootMode", chosen: "bios", found: "uefi" }],
    });
  });

  it("keeps the choice where nothing was found, with the width it implies (OS-10, OS-11, OS-18)", () => {
    const chosen = { ...NOTHING, osVersion: "CentOS 6.10 32bit" };
    expect(reconcileSystem(chosen, undefined)).toMatchObject({ osFamily: "linux", osPlatform: "CentOS", osBits: 32, corrections: [] });
    expect(reconcileSystem({ ...NOTHING, osVersion: "Other_Windows (32_bit)" }, undefined)).toMatchObject({
      osFamily: "windows",
      osBits: 32,
    });
    expect(reconcileSystem(NOTHING, undefined)).toMatchObject({ osFamily: "other", osVersion: null, osBits: null, bootMode: "bios" });
  });

  it("keeps a listed choice where the disk only says that some Linux of this width is there", () => {
    const { platform: _platform, prettyName: _prettyName, ...unnamed } = found({ version: "Other_Linux (64_bit)" });
    const chosen = { ...NOTHING, osVersion: "CentOS 7.6 64bit" };
    expect(reconcileSystem(chosen, unnamed)).toMatchObject({ osVersion: "CentOS 7.6 64bit", osPlatform: "CentOS", corrections: [] });
    expect(reconcileSystem(chosen, { ...unnamed, bits: 32, version: "Other_Linux (32_bit)" })).toMatchObject({
      osVersion: "Other_Linux (32_bit)",
      corrections: [{ field: "osVersion", chosen: "CentOS 7.6 64bit", found: "Other_Linux (32_bit)" }],
    });
    const named = { ...unnamed, prettyName: "Arch Linux" };
    expect(reconcileSystem(chosen, named)).toMatchObject({ osVersion: "Other_Linux (64_bit)" });
  });
});
