import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { aRuleImage } from "@/lib/testing/rule-image";
import { isCharged } from "../model";
import { whyNot } from "../rules/why-not";
import { PUBLIC_SYSTEMS } from "./public-systems";

const PRINTED = join(import.meta.dirname, "../../../../shared/spec/public-os.json");
const names = (of: "main" | "charged" | "licensed") => PUBLIC_SYSTEMS.filter((system) => system[of]).map(({ name }) => name);

it("names eight main systems, two that are charged and two that are licensed (AMB-16)", () => {
  expect(names("main").join(" ")).toBe("Windows CentOS Debian openSUSE Fedora Ubuntu EulerOS CoreOS");
  expect(names("charged").join(" ")).toBe("KylinOS UnionTechOS");
  expect(names("licensed").join(" ")).toBe("Windows SUSE");
});

it("agrees with the rules about charges and export (PUB-07, LIM-44)", () => {
  for (const { name, charged, licensed } of PUBLIC_SYSTEMS) {
    expect(isCharged({ type: "public", osPlatform: name }), name).toBe(charged);
    const image = aRuleImage({ type: "public", osPlatform: name, osFamily: name === "Windows" ? "windows" : "linux" });
    expect(whyNot("export", image)?.code, name).toBe(licensed ? "exportLicensedOs" : "exportPublicImage");
  }
});

it.skipIf(!existsSync(PRINTED))("holds just what the specification prints (PUB-01)", () => {
  interface Printed {
    osTypes: { name: string }[];
    otherPublicOsMentioned: { name: string; charged: boolean }[];
    notExportableFamilies: string[];
  }
  const printed = JSON.parse(readFileSync(PRINTED, "utf8")) as Printed; // the file's own shape
  expect(names("main")).toEqual(printed.osTypes.map(({ name }) => name));
  const others = PUBLIC_SYSTEMS.filter(({ main }) => !main).map(({ name, charged }) => ({ name, charged }));
  expect(others).toEqual(printed.otherPublicOsMentioned.map(({ name, charged }) => ({ name, charged })));
  expect(names("licensed")).toEqual(printed.notExportableFamilies);
});
