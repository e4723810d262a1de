import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { EXPORT_FORMATS } from "@/lib/images/constraints";
import { SYSTEM_PERMISSIONS } from "@/lib/platform/operation/system-permissions";
import { PROJECT_ROOT, sourceFiles } from "@/lib/testing/source-file";
import { HELP_CODE } from "./help-code";
import { FORMAT_FACTS, HELP_VALUES, IMAGE_PERMISSIONS, NEIGHBOUR_FLOWS, NEIGHBOURS } from "./help-facts";
import { CREATE_GUIDES, HELP_TOPICS, type HelpTopic, MANAGE_GUIDES, OPENS, RELATED } from "./help-topics";

const LANGUAGES = ["zh-CN", "en"] as const;
type Words = typeof import("../../messages/zh-CN/help.json");

const read = (language: string, file: string) =>
  JSON.parse(readFileSync(path.join(PROJECT_ROOT, `messages/${language}/${file}.json`), "utf8"));
const wordsIn = (language: string): Words => read(language, "help");
/** Everything an article says. */
const textOf = (language: string, topic: HelpTopic) => JSON.stringify(wordsIn(language).articles[topic]);

const links = sourceFiles().filter(({ path: file, text }) => !file.startsWith("components/help/") && text.includes("help/help-links"));
/** Topics that pages outside of the help lead to. */
const linked = new Set(
  HELP_TOPICS.filter((topic) =>
    links.some(({ text }) => text.includes(`"${topic}"`) || (text.includes("MANAGE_GUIDES") && MANAGE_GUIDES.some((one) => one === topic))),
  ),
);

describe("the formats of the help", () => {
  it("are the eleven that come in, each explained in both languages (FMT-01, FMT-17)", () => {
    const names = ["vmdk", "vhd", "qcow2", "raw", "vhdx", "qed", "vdi", "qcow", "iso", "zvhd2", "zvhd"];
    expect(FORMAT_FACTS.map(({ format }) => format)).toEqual(names);
    expect(FORMAT_FACTS.every(({ imported }) => imported)).toBe(true);
    for (const language of LANGUAGES) {
      for (const { format } of FORMAT_FACTS) expect(wordsIn(language).formats[format].length, `${language} ${format}`).toBeGreaterThan(15);
    }
  });

  it("go out as the export takes them (FMT-17)", () => {
    expect(FORMAT_FACTS.flatMap(({ format, exported }) => (exported ? [format] : [])).sort()).toEqual([...EXPORT_FORMATS].sort());
  });

  it("are converted by qemu-img but for the two that need ims-img, with command lines for both (FMT-16)", () => {
    const by = (tool: string) => FORMAT_FACTS.flatMap((facts) => (facts.tool === tool ? [facts.format] : []));
    expect(by("qemu-img").sort()).toEqual(["qcow", "qcow2", "qed", "raw", "vdi", "vhd", "vhdx", "vmdk"]);
    expect(by("ims-img").sort()).toEqual(["zvhd", "zvhd2"]);
    expect(HELP_CODE["convert.qemu.code1"]).toMatch(/^qemu-img convert .*-f vmdk -O qcow2/);
    expect(HELP_CODE["convert.ims.code1"]).toMatch(/^ims-img convert .*\.zvhd2$/m);
  });
});

describe("the articles", () => {
  it("are there for every topic, in both languages, with a title", () => {
    for (const language of LANGUAGES) {
      expect(Object.keys(wordsIn(language).articles).sort()).toEqual([...HELP_TOPICS].sort());
      expect(Object.keys(read(language, "shell").helpTopics).sort()).toEqual([...HELP_TOPICS].sort());
    }
  });

  it("show every command line there is, and have one for every place of one", () => {
    for (const language of LANGUAGES) {
      const places = Object.entries(wordsIn(language).articles).flatMap(([topic, { sections }]) =>
        Object.entries(sections).flatMap(([section, blocks]) => {
          const codes = Object.keys(blocks).filter((key) => key.startsWith("code"));
          return codes.map((key) => `${topic}.${section}.${key}`);
        }),
      );
      expect(places.sort()).toEqual(Object.keys(HELP_CODE).sort());
    }
  });

  it("name no number that they do not take from the rules", () => {
    const used = LANGUAGES.flatMap((language) => [...JSON.stringify(wordsIn(language).articles).matchAll(/\{(\w+)\}/g)]).map(
      ([, name]) => name,
    );
    expect([...new Set(used)].sort()).toEqual([...Object.keys(HELP_VALUES), "importMaxGb"].sort());
  });

  it("lead on to pages that exist, never to themselves", () => {
    for (const topic of HELP_TOPICS) {
      expect(RELATED[topic].length, topic).toBeGreaterThan(0);
      expect(RELATED[topic], topic).not.toContain(topic);
    }
  });
});

describe("the guides", () => {
  it("are one for each of the 17 features, with steps, and linked from the pages of the console (ACC-06)", () => {
    const guides = [...CREATE_GUIDES, ...MANAGE_GUIDES];
    expect(guides).toHaveLength(17);
    for (const guide of guides) {
      for (const language of LANGUAGES) expect(textOf(language, guide), `${language} ${guide}`).toContain('"step2"');
      expect(linked, guide).toContain(guide);
    }
    for (const guide of guides.filter((each) => each !== "system-with-packer")) expect(OPENS[guide], guide).toMatch(/^\//);
  });

  it.each([
    ["formats and conversion are linked from where they matter (FMT-16, PRI-22)", ["formats", "convert"]],
    ["ISO files are linked from where they matter (PRI-10)", ["iso"]],
    ["bare metal images are linked from where they matter (OS-13)", ["bms"]],
    ["releases of systems are linked from where they matter (OS-16)", ["systems"]],
    ["GPU series are linked from where they matter (OS-17)", ["gpu"]],
    ["regions and zones are linked from where they matter (REG-06, REG-07)", ["regions"]],
    ["copying before sharing are linked from where they matter (CPY-13, SHR-12)", ["sharing"]],
    ["public images are linked from where they matter (MNG-12)", ["public-images"]],
    ["latest changes are linked from where they matter (DOC-02)", ["changes"]],
  ] as const)("%s", (_, topics) => {
    for (const topic of topics) expect(linked).toContain(topic);
  });
});

describe("the facts", () => {
  it("place nine services around the image service, each explained in both languages (REL-10)", () => {
    expect(Object.keys(NEIGHBOUR_FLOWS).sort()).toEqual(Object.keys(NEIGHBOURS).sort());
    const nine = ["bms", "cbr", "csbs", "cts", "dew", "ecs", "evs", "obs", "tms"];
    expect(Object.keys(NEIGHBOURS).sort()).toEqual(nine);
    for (const language of LANGUAGES) expect(Object.keys(wordsIn(language).services)).toEqual(expect.arrayContaining(nine));
  });

  it("say of the four system permissions what the service itself holds of them", () => {
    expect(IMAGE_PERMISSIONS).toHaveLength(4);
    for (const each of IMAGE_PERMISSIONS) {
      const { kind, dependsOn } = SYSTEM_PERMISSIONS[each.name];
      expect({ kind: each.kind, dependsOn: "needs" in each ? [each.needs] : [] }, each.name).toEqual({ kind, dependsOn });
    }
  });
});
