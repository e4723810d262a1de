import { describe, expect, it } from "vitest";
import { aRuleImage } from "@/lib/testing/rule-image";
import type { ImageView } from "../model";
import type { FlavorLike, RuleImage } from "../rules/rule";
import { whyNot } from "../rules/why-not";
import { warnOfFlavor } from "./warn-of-flavor";

const image = aRuleImage;
const whyNotForFlavor = (asked: RuleImage, wanted: FlavorLike) => whyNot("createServer", asked, { flavor: wanted });
const flavor = { architecture: "x86", series: "s6", memoryMb: 8192 } as const;
const TYPES: readonly ImageView["type"][] = ["private", "shared", "market"];

describe("the rules for a flavour", () => {
  it("refuses an x86 image on a Kunpeng series and an ARM image on an x86 series (USE-07, LIM-52, LIM-53)", () => {
    const kunpeng = { architecture: "arm", series: "kc1", memoryMb: 8192 } as const;
    expect(whyNotForFlavor(image(), kunpeng)).toEqual({ code: "architectureMismatch", detail: { image: "x86", flavor: "arm" } });
    expect(whyNotForFlavor(image({ architecture: "arm" }), flavor)?.code).toBe("architectureMismatch");
    expect(whyNotForFlavor(image({ architecture: "arm" }), kunpeng)).toBeUndefined();
  });

  it("refuses a 32-bit image from 4096 MB on, and takes 4095 (USE-08, LIM-54)", () => {
    const narrow = image({ osBits: 32, osVersion: "CentOS 6.10 32bit" });
    expect(whyNotForFlavor(narrow, { ...flavor, memoryMb: 4095 })).toBeUndefined();
    expect(whyNotForFlavor(narrow, { ...flavor, memoryMb: 4096 })?.code).toBe("memoryNotSupported32Bit");
    expect(whyNotForFlavor(narrow, { ...flavor, memoryMb: 65_536 })?.code).toBe("memoryNotSupported32Bit");
    expect(whyNotForFlavor(image(), { ...flavor, memoryMb: 4096 })).toBeUndefined();
  });

  it("holds a flavour to the memory range of the image, both ends included (USE-09)", () => {
    const ranged = image({ minRamMb: 2048, maxRamMb: 8192 });
    const codeAt = (memoryMb: number) => whyNotForFlavor(ranged, { ...flavor, memoryMb })?.code;
    expect([2047, 2048, 8192, 8193].map(codeAt)).toEqual(["memoryOutOfRange", undefined, undefined, "memoryOutOfRange"]);
    expect(whyNotForFlavor(image({ minRamMb: 2048 }), { ...flavor, memoryMb: 1_048_576 })).toBeUndefined();
  });

  it("refuses a public image on a series that does not list its system, and only a public one (USE-13)", () => {
    const unlisted = { osVersion: "CentOS 7.9 64bit" };
    expect(whyNotForFlavor(image({ type: "public", ...unlisted }), flavor)).toEqual({
      code: "osNotSupportedForSeries",
      detail: { series: "s6", os: "CentOS 7.9 64bit" },
    });
    expect(whyNotForFlavor(image({ type: "public" }), flavor)).toBeUndefined();
    expect(whyNotForFlavor(image({ type: "public", osVersion: null }), flavor)?.code).toBe("osNotSupportedForSeries");
    expect(TYPES.map((type) => whyNotForFlavor(image({ type, ...unlisted }), flavor))).toEqual([undefined, undefined, undefined]);
  });

  it("names the architecture before the memory, and the memory before the series", () => {
    const wrong = image({ type: "public", osBits: 32, osVersion: "CentOS 6.10 32bit", minRamMb: 16_384 });
    expect(whyNotForFlavor(wrong, { ...flavor, architecture: "arm" })?.code).toBe("architectureMismatch");
    expect(whyNotForFlavor(wrong, flavor)?.code).toBe("memoryNotSupported32Bit");
    expect(whyNotForFlavor({ ...wrong, osBits: 64 }, flavor)?.code).toBe("memoryOutOfRange");
  });
});

describe("warnOfFlavor", () => {
  it("warns of private, shared and market images whose system the series does not list (USE-13)", () => {
    const warned = TYPES.map((type) => warnOfFlavor({ type, osVersion: "Oracle Linux Server release 7.6 64bit" }, flavor)?.code);
    expect(warned).toEqual(["osSeriesWarning", "osSeriesWarning", "osSeriesWarning"]);
    expect(warnOfFlavor(image(), flavor)).toBeUndefined();
    expect(warnOfFlavor(image({ osVersion: "Other_Linux (64_bit)" }), flavor)?.code).toBe("osSeriesWarning");
  });

  it("points to the product description for a GPU series, which it neither refuses nor doubts (OS-17)", () => {
    const gpu = { ...flavor, series: "g5" };
    expect(whyNotForFlavor(image({ type: "public", osVersion: "CentOS 7.9 64bit" }), gpu)).toBeUndefined();
    expect(warnOfFlavor({ type: "public", osVersion: "CentOS 7.9 64bit" }, gpu)?.code).toBe("seriesHasNoList");
  });
});
