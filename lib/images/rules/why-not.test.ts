import { describe, expect, it } from "vitest";
import { GIB, TIB } from "@/lib/disk/model";
import type { ErrorCode } from "@/lib/platform/errors";
import { aRuleImage } from "@/lib/testing/rule-image";
import en from "@/messages/en/errors.json";
import zh from "@/messages/zh-CN/errors.json";
import { type ImageStatus, stateOf } from "../model";
import { FILE_RULES } from "./file-rules";
import { IMAGE_ACTIONS, type ImageAction, type RuleContext, type RuleImage, STEPS } from "./rule";
import { SOURCE_RULES } from "./source-rules";
import { IMAGE_RULES, whyNot } from "./why-not";

const x86 = (memoryMb: number) => ({ architecture: "x86" as const, memoryMb });
const across = { targetRegionId: "cn-south-1", maxGb: 128, running: 0, maxRunning: 4 };
const inside = { ...across, targetRegionId: "cn-north-4" };

function codeOf(action: ImageAction, change: Partial<RuleImage>, context: RuleContext = {}): ErrorCode | undefined {
  return whyNot(action, aRuleImage(change), context)?.code;
}

/** Table R2 of the requirements, and lifecycle.json: what each state allows. */
const MATRIX: Readonly<Record<"createServer" | "share" | "copyInRegion" | "export" | "modify" | "tag" | "publish" | "delete", string>> = {
  createServer: "normal published",
  share: "normal",
  copyInRegion: "normal",
  export: "normal",
  modify: "normal published",
  tag: "normal published",
  publish: "normal",
  delete: "normal error",
};

const BMS = { kind: "bms", architecture: "x86", memoryMb: 131072 } as const;

describe("what a state allows (LIF-02, LIF-03, LIF-04, LIF-05, LIF-07)", () => {
  const states: readonly { status: ImageStatus; published: boolean }[] = [
    { status: "queued", published: false },
    { status: "saving", published: false },
    { status: "active", published: false },
    { status: "active", published: true },
    { status: "killed", published: false },
  ];
  it.each(Object.entries(MATRIX))("%s: %s (LIF-02, LIF-07)", (action, allowed) => {
    for (const { status, published } of states) {
      const state = stateOf({ status, published });
      const refused = codeOf(action as ImageAction, { status, state }) !== undefined; // a key of MATRIX
      expect(refused, `${action} while ${state}`).toBe(!allowed.split(" ").includes(state));
    }
  });

  it("lets data disk images make disks only, and in the same states (USE-03, IMG-07)", () => {
    expect(codeOf("createVolume", { kind: "data" })).toBeUndefined();
    expect(codeOf("createVolume", { kind: "data", state: "published" })).toBeUndefined();
    expect(codeOf("createVolume", { kind: "data", state: "error" })).toBe("imageStatusNotNormal");
    expect(codeOf("createVolume", {})).toBe("imageKindNotAllowed");
  });
});

describe("each rule at its boundary", () => {
  it.each<[string, ImageAction, Partial<RuleImage>, RuleContext, ErrorCode | undefined]>([
    ["a public image is not changed (IMG-03, MNG-11)", "modify", { type: "public" }, {}, "imageReadOnly"],
    ["a received image is not passed on (SHR-13)", "share", { type: "shared" }, {}, "imageReadOnly"],
    ["a received image is not copied elsewhere (SHR-13)", "copyAcrossRegions", { type: "shared" }, { copy: across }, "imageReadOnly"],
    ["a data disk image starts no server (IMG-07)", "createServer", { kind: "data" }, {}, "imageKindNotAllowed"],
    ["a data disk image replaces no system (IMG-07)", "reinstall", { kind: "data" }, {}, "imageKindNotAllowed"],
    ["a shared image stays in its region (LIM-33)", "createServer", { type: "shared" }, { regionId: "cn-south-1" }, "imageRegionMismatch"],
    ["x86 on Kunpeng (LIM-52, LIM-53)", "createServer", {}, { flavor: { architecture: "arm", memoryMb: 8192 } }, "architectureMismatch"],
    ["x86 on a Kunpeng server (LIM-52)", "reinstall", {}, { server: { architecture: "arm", memoryMb: 8192 } }, "architectureMismatch"],
    ["32 bit below 4 GB (LIM-54)", "createServer", { osBits: 32 }, { flavor: x86(4095) }, undefined],
    ["32 bit with 4 GB (LIM-54)", "createServer", { osBits: 32 }, { flavor: x86(4096) }, "memoryNotSupported32Bit"],
    ["memory at the minimum (USE-09)", "createServer", { minRamMb: 2048 }, { flavor: x86(2048) }, undefined],
    ["memory below the minimum (USE-09)", "createServer", { minRamMb: 2048 }, { flavor: x86(1024) }, "memoryOutOfRange"],
    ["memory above the maximum (USE-09)", "createServer", { maxRamMb: 2048 }, { flavor: x86(4096) }, "memoryOutOfRange"],
    ["the tenth tag (LIM-50)", "tag", {}, { tags: 10 }, undefined],
    ["the eleventh tag (LIM-50)", "tag", {}, { tags: 11 }, "tagLimitExceeded"],
    ["deleting what is published (LIM-48)", "delete", { state: "published" }, {}, "publishedImageNotDeletable"],
    ["deleting while a copy runs (LIF-08)", "delete", { busyWith: ["copyImage"] }, {}, "taskInProgress"],
    ["deleting while an export runs (LIF-08)", "delete", { busyWith: ["exportImage"] }, {}, "taskInProgress"],
    ["sharing what is published (LIM-31)", "share", { state: "published" }, {}, "publishedImageNotShareable"],
    ["sharing what is encrypted (LIM-23)", "share", { encrypted: true }, {}, "encryptedImageNotAllowed"],
    ["sharing a whole image without CSBS (LIM-22)", "share", { kind: "whole" }, {}, undefined],
    ["sharing a whole image of CSBS (LIM-22)", "share", { kind: "whole", originCsbs: true }, {}, "fullImageNotShareable"],
    ["sharing into another region (LIM-32)", "share", {}, { regionId: "cn-south-1" }, "shareRegionMismatch"],
    ["the 128th account (LIM-27)", "share", {}, { tenants: 128 }, undefined],
    ["the 129th account (LIM-27)", "share", {}, { tenants: 129 }, "shareLimitExceeded"],
    ["the 10th account of a whole image (LIM-28)", "share", { kind: "whole" }, { tenants: 10 }, undefined],
    ["the 11th account of a whole image (LIM-28)", "share", { kind: "whole" }, { tenants: 11 }, "shareLimitExceeded"],
    ["copying an ISO image (LIM-08)", "copyAcrossRegions", { kind: "iso" }, { copy: across }, "isoImageNotAllowed"],
    ["copying a whole image inside (LIM-21)", "copyInRegion", { kind: "whole" }, { copy: inside }, "fullImageNotAllowed"],
    ["copying a whole image across (CPY-14)", "copyAcrossRegions", { kind: "whole" }, { copy: across }, undefined],
    ["copying an image of an ISO inside (LIM-38)", "copyInRegion", { fromIso: true }, { copy: inside }, "isoImageNotAllowed"],
    ["copying an image of an ISO across (CPY-10)", "copyAcrossRegions", { fromIso: true }, { copy: across }, undefined],
    ["copying what is encrypted across (LIM-25)", "copyAcrossRegions", { encrypted: true }, { copy: across }, "encryptedImageNotAllowed"],
    ["decrypting by copying (CPY-02)", "copyInRegion", { encrypted: true, keyId: "k" }, { copy: { ...inside, keyId: null } }, undefined],
    ["keeping the key (CPY-02)", "copyInRegion", { encrypted: true, keyId: "k" }, { copy: { ...inside, keyId: "k" } }, undefined],
    [
      "changing the key by copying (LIM-26)",
      "copyInRegion",
      { encrypted: true, keyId: "k" },
      { copy: { ...inside, keyId: "l" } },
      "encryptionKeyImmutable",
    ],
    ["copying to the own region (CPY-16)", "copyAcrossRegions", {}, { copy: inside }, "copyRegionInvalid"],
    ["128 GB inside (LIM-34)", "copyInRegion", { storedBytes: 128 * GIB }, { copy: inside }, undefined],
    ["more inside (LIM-34)", "copyInRegion", { storedBytes: 128 * GIB + 1 }, { copy: inside }, "copySizeExceeded"],
    ["300 GB on a large route (LIM-35)", "copyAcrossRegions", { storedBytes: 300 * GIB }, { copy: { ...across, maxGb: 300 } }, undefined],
    [
      "more on a large route (LIM-35)",
      "copyAcrossRegions",
      { storedBytes: 300 * GIB + 1 },
      { copy: { ...across, maxGb: 300 } },
      "copySizeExceeded",
    ],
    ["the fourth copy (LIM-36)", "copyInRegion", {}, { copy: { ...inside, running: 3 } }, undefined],
    ["the fifth copy (LIM-36)", "copyInRegion", {}, { copy: { ...inside, running: 4 } }, "copyTaskLimitExceeded"],
    ["a second copy across (LIM-39)", "copyAcrossRegions", { busyWith: ["copyImageAcross"] }, { copy: across }, "copyAlreadyRunning"],
    ["exporting a public Windows (LIM-44)", "export", { type: "public", osFamily: "windows" }, {}, "exportLicensedOs"],
    ["exporting a public SUSE (LIM-44)", "export", { type: "public", osPlatform: "SUSE" }, {}, "exportLicensedOs"],
    ["exporting another public image (EXP-10)", "export", { type: "public" }, {}, "exportPublicImage"],
    ["exporting what came of a public Windows (LIM-44)", "export", { originLicensed: "windows" }, {}, "exportLicensedOs"],
    ["exporting an imported Windows (EXP-06)", "export", { osFamily: "windows" }, {}, undefined],
    ["exporting what came of the market (LIM-45)", "export", { originMarket: true }, {}, "exportMarketOrigin"],
    ["exporting an ISO image (LIM-09)", "export", { kind: "iso" }, {}, "isoImageNotAllowed"],
    ["exporting what came of an ISO (LIM-46)", "quickExport", { fromIso: true }, {}, "isoImageNotAllowed"],
    ["exporting a whole image (LIM-20)", "export", { kind: "whole" }, {}, "fullImageNotAllowed"],
    ["quick export of what is encrypted (LIM-47)", "quickExport", { encrypted: true }, {}, "encryptedImageNotAllowed"],
    ["normal export of what is encrypted (EXP-09)", "export", { encrypted: true }, {}, undefined],
    ["normal export of 128 GB (LIM-41)", "export", { storedBytes: 128 * GIB }, {}, undefined],
    ["normal export of more (LIM-41)", "export", { storedBytes: 129 * GIB }, {}, "quickExportRequired"],
    ["quick export of 1 TB (LIM-40)", "quickExport", { storedBytes: TIB }, {}, undefined],
    ["quick export of more (LIM-40)", "quickExport", { storedBytes: TIB + GIB }, {}, "exportSizeExceeded"],
    ["exporting as RAW (LIM-42)", "export", {}, { exportFormat: "raw" }, "exportFormatNotSupported"],
    ["a BMS of an image that suits it (USE-02)", "createServer", { fitsBms: true }, { flavor: BMS }, undefined],
    ["a BMS of an image that does not (IMG-12)", "createServer", {}, { flavor: BMS }, "imageKindNotAllowed"],
    ["a BMS of a shared image that suits it (IMG-12)", "createServer", { type: "shared", fitsBms: true }, { flavor: BMS }, undefined],
    ["a BMS of a market image (IMG-12)", "createServer", { type: "market", fitsBms: true }, { flavor: BMS }, "imageKindNotAllowed"],
    ["deleting for good what is in no bin", "purge", {}, {}, "imageStatusNotNormal"],
    ["deleting for good what is in the bin", "purge", { recycledAt: "2026-01-01T00:00:00.000Z" }, {}, undefined],
    ["restoring what is in the bin", "restore", { recycledAt: "2026-01-01T00:00:00.000Z" }, {}, undefined],
    ["protecting what is being made (LIF-04)", "protect", { state: "creating" }, {}, "imageStatusNotNormal"],
    ["publishing a whole image (LIM-19)", "publish", { kind: "whole" }, {}, "fullImageNotAllowed"],
    ["publishing what is encrypted (LIM-24)", "publish", { encrypted: true }, {}, "encryptedImageNotAllowed"],
  ])("%s", (_name, action, change, context, code) => {
    expect(codeOf(action, change, context)).toBe(code);
  });

  it.each(["vmdk", "vhd", "qcow2", "zvhd", "zvhd2"])("exports as %s (EXP-02, LIM-42)", (exportFormat) => {
    expect(codeOf("export", {}, { exportFormat })).toBeUndefined();
  });

  it("says that an encrypted image above 128 GB leaves in no way (EXP-09)", () => {
    const image = aRuleImage({ encrypted: true, storedBytes: 129 * GIB });
    expect(whyNot("export", image)).toEqual({ code: "quickExportRequired", detail: { limit: 128, reason: "encrypted" } });
  });
});

describe("the table", () => {
  it("tells the first broken rule in the order of checks", () => {
    const image = { kind: "whole", encrypted: true, originMarket: true, storedBytes: 2 * TIB } as const;
    expect(codeOf("export", { ...image, state: "published" })).toBe("imageStatusNotNormal");
    expect(codeOf("quickExport", image)).toBe("fullImageNotAllowed");
    expect(codeOf("quickExport", { ...image, kind: "system" })).toBe("encryptedImageNotAllowed");
    expect(codeOf("export", { ...image, kind: "system" })).toBe("exportMarketOrigin");
  });

  it("has words in both languages for every refusal, and a rule for every action", () => {
    for (const { code } of IMAGE_RULES) {
      expect(en, code).toHaveProperty(code);
      expect(zh, code).toHaveProperty(code);
    }
    const covered = new Set(IMAGE_RULES.flatMap(({ actions }) => actions));
    expect(IMAGE_ACTIONS.filter((action) => !covered.has(action))).toEqual([]);
  });

  it("is what docs/rules.md prints; run with --update after a change", async () => {
    const lines = STEPS.flatMap((step) => [
      `\n## ${step}\n`,
      "| Requirements | Actions | Rule | Refusal | 拒绝 |",
      "| --- | --- | --- | --- | --- |",
      ...IMAGE_RULES.filter((rule) => rule.step === step).map(
        ({ ids, actions, says, code }) =>
          `| ${ids.join(" ")} | ${actions.join(", ")} | ${says} | \`${code}\`: ${en[code].title} | ${zh[code].title} |`,
      ),
    ]);
    const ofFiles = [
      "\n## file\n",
      "| Requirements | Rule |",
      "| --- | --- |",
      ...FILE_RULES.map(({ ids, says }) => `| ${ids.join(" ")} | ${says} |`),
    ];
    const head =
      "# Rules of images\n\nWritten from `lib/images/rules` by its test. Rules are checked in this order; the first broken one is told.";
    const sources = [
      "\n## Sources of images\n",
      "What a private image may be made of, besides files; checked in this order.\n",
      "| Requirements | Routes | Rule | Refusal | 拒绝 |",
      "| --- | --- | --- | --- | --- |",
      ...SOURCE_RULES.map(
        ({ ids, routes, says, code }) =>
          `| ${ids.join(" ")} | ${routes.join(", ")} | ${says} | \`${code}\`: ${en[code].title} | ${zh[code].title} |`,
      ),
    ];
    await expect(`${head}\n${[...lines, ...sources, ...ofFiles].join("\n")}\n`).toMatchFileSnapshot("../../../docs/rules.md");
  });
});
