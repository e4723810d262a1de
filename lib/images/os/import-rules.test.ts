import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CATALOGUE } from "@/lib/disk/os-detect/catalogue";
import { supportsUefi, UEFI_SYSTEMS } from "@/lib/disk/os-detect/uefi-systems";
import { importableSystems, registeredSystemOf, whyNotBootMode } from "./import-rules";

const SPEC = join(import.meta.dirname, "../../../../shared/spec");
interface PrintedFamilies {
  families: { family: string; versions: { name: string; bits: 32 | 64 }[] }[];
}
const read = <T>(name: string) => JSON.parse(readFileSync(join(SPEC, name), "utf8")) as T; // the file's own shape
const countsOf = (architecture: "x86" | "arm") => importableSystems(architecture).map(({ family, names }) => `${family} ${names.length}`);

describe("importableSystems", () => {
  it("offers the 135 versions of table 6-6 for x86 (OS-08)", () => {
    expect(countsOf("x86").join(", ")).toBe(
      "Windows 14, SUSE 10, Oracle Linux 12, Red Hat 17, Ubuntu 20, openSUSE 7, CentOS 26, Debian 11, Fedora 9, EulerOS 5, openEuler 1, NeoKylin 3",
    );
  });

  it("offers the 11 versions of table 6-7 for ARM (OS-09, PRI-19)", () => {
    expect(countsOf("arm").join(", ")).toBe("CentOS 3, EulerOS 1, Fedora 1, Ubuntu 2, SUSE 1, openEuler 1, NeoKylin 1, UnionTech UOS 1");
  });

  it("knows 14 versions of 32 bit, all of them Linux for x86 (OS-18)", () => {
    const narrow = CATALOGUE.filter(({ bits }) => bits === 32);
    expect(narrow).toHaveLength(14);
    expect(narrow.every(({ architecture, family }) => architecture === "x86" && family !== "Windows")).toBe(true);
  });

  it.skipIf(!existsSync(SPEC))("holds just what the specification prints, and so does the list of UEFI (OS-08, OS-09, OS-15)", () => {
    const printed = read<{ architectures: (PrintedFamilies & { id: string })[] }>("external-os.json").architectures.flatMap(
      ({ id: architecture, families }) =>
        families.flatMap(({ family, versions }) => versions.map(({ name, bits }) => ({ architecture, family, name, bits }))),
    );
    const sorted = (rows: readonly { architecture: string; name: string }[]) =>
      rows.toSorted((one, other) => `${one.architecture} ${one.name}`.localeCompare(`${other.architecture} ${other.name}`));
    expect(sorted(CATALOGUE)).toEqual(sorted(printed));
    const uefi = read<PrintedFamilies>("uefi-os.json").families.flatMap(({ versions }) => versions.map(({ name }) => name));
    expect([...UEFI_SYSTEMS].sort()).toEqual(uefi.sort());
  });
});

describe("registeredSystemOf", () => {
  it("keeps a listed version with its width (OS-08, OS-18)", () => {
    expect(registeredSystemOf("Red Hat Linux Enterprise 6.6 32bit", "x86")).toEqual({
      version: "Red Hat Linux Enterprise 6.6 32bit",
      family: "linux",
      platform: "Red Hat",
      bits: 32,
      listed: true,
    });
    expect(registeredSystemOf("Windows 10 64bit", "x86")).toMatchObject({ family: "windows", listed: true });
  });

  it.each([
    ["Windows XP 32bit", "Other_Windows (32_bit)"],
    ["Windows Server 2022 Datacenter 64bit", "Other_Windows (64_bit)"],
    ["Other_Windows (32_bit)", "Other_Windows (32_bit)"],
    ["Windows", "Other_Windows (64_bit)"],
  ])("registers the unlisted %s as %s (OS-10, OS-12)", (asked, version) => {
    expect(registeredSystemOf(asked, "x86")).toMatchObject({ version, family: "windows", listed: false });
  });

  it.each([
    ["Arch Linux 64bit", "Other_Linux (64_bit)"],
    ["Debian GNU/Linux 5.0.0 32bit", "Other_Linux (32_bit)"],
    ["CentOS 9.9 64bit", "Other_Linux (64_bit)"],
    ["Other_Linux (32_bit)", "Other_Linux (32_bit)"],
  ])("registers the unlisted %s as %s (OS-11, OS-12)", (asked, version) => {
    expect(registeredSystemOf(asked, "x86")).toMatchObject({ version, family: "linux", listed: false });
  });

  it("does not list a version of the other architecture (OS-09)", () => {
    expect(registeredSystemOf("CentOS 7.6 64bit", "arm").listed).toBe(true);
    expect(registeredSystemOf("CentOS 7.9 64bit", "arm")).toMatchObject({ version: "Other_Linux (64_bit)", listed: false });
    expect(registeredSystemOf("UOS 20 64bit", "x86").listed).toBe(false);
  });
});

describe("whyNotBootMode", () => {
  it("takes UEFI on x86 for the 43 listed versions only, and BIOS always (OS-14, OS-15)", () => {
    expect(UEFI_SYSTEMS.size).toBe(43);
    const x86 = (osVersion: string) => ({ architecture: "x86", osVersion }) as const;
    expect(whyNotBootMode("uefi", x86("CentOS 7.6 64bit"))).toBeUndefined();
    expect(whyNotBootMode("uefi", x86("CentOS 7.3 64bit"))).toEqual({ code: "uefiNotSupported", detail: { os: "CentOS 7.3 64bit" } });
    expect(whyNotBootMode("uefi", x86("Other_Linux (64_bit)"))?.code).toBe("uefiNotSupported");
    expect(whyNotBootMode("uefi", { architecture: "x86", osVersion: undefined })).toBeUndefined();
    expect(CATALOGUE.filter(({ architecture, name }) => architecture === "x86" && whyNotBootMode("bios", x86(name)))).toEqual([]);
  });

  it("knows the one version that two tables spell differently (OS-15)", () => {
    expect(supportsUefi("Windows Server 2012 R2 Essentials 64bit")).toBe(true);
  });

  it("boots every ARM version by UEFI, and none by BIOS (OS-15)", () => {
    const arm = CATALOGUE.filter(({ architecture }) => architecture === "arm");
    expect(arm.filter(({ name }) => whyNotBootMode("uefi", { architecture: "arm", osVersion: name }))).toEqual([]);
    expect(arm.filter(({ name }) => !whyNotBootMode("bios", { architecture: "arm", osVersion: name }))).toEqual([]);
  });
});
