import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { knownRegions } from "./known-regions";

const folder = mkdtempSync(path.join(tmpdir(), "ims-regions-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The configuration module as a process reads it that was started with this file. */
async function startedWith(content: unknown): Promise<typeof import("./configuration")> {
  const file = path.join(folder, "regions.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content ?? null));
  vi.stubEnv("IMS_REGIONS", content === undefined ? "" : file);
  vi.resetModules();
  return import("./configuration");
}

const paris = { id: "eu-west-0", zones: [{ id: "eu-west-0a" }] };

describe("the regions", () => {
  it("are three of the ten that the product knows, each with zones, when nothing is configured (REG-03, REG-05)", async () => {
    const { regions } = await startedWith(undefined);
    expect(knownRegions.map(({ nameZh }) => nameZh)).toEqual(
      expect.arrayContaining([
        ...["华南-广州", "华东-上海一", "华东-上海二", "华北-北京四", "亚太-香港", "亚太-曼谷", "亚太-新加坡"],
        ...["南非-约翰内斯堡", "欧洲-巴黎", "拉美-圣地亚哥"],
      ]),
    );
    expect(knownRegions).toHaveLength(10);
    expect(knownRegions.filter(({ idBasis }) => idBasis === "stated").map(({ id }) => id)).toEqual(["cn-north-4"]);
    expect(regions().map(({ id }) => id)).toEqual(["cn-north-4", "cn-south-1", "cn-east-3"]);
    for (const region of regions()) {
      expect(region.kind).toBe("general");
      expect(region.zones.map(({ id }) => id)).toEqual(["a", "b", "c"].map((letter) => region.id + letter));
    }
  });

  it("are those of the file: known ones by their id, others by all there is to say of them", async () => {
    const own = {
      id: "lab-1",
      nameZh: "实验室",
      nameEn: "Lab",
      geography: "europe",
      zones: [{ id: "rack-1" }],
      storage: "file:///srv/lab",
    };
    const { regions, findRegion } = await startedWith([paris, own]);
    expect(regions()).toMatchObject([
      { id: "eu-west-0", nameZh: "欧洲-巴黎", nameEn: "EU-Paris", geography: "europe", kind: "general" },
      own,
    ]);
    expect(findRegion("lab-1")?.nameEn).toBe("Lab");
    expect(findRegion("cn-north-4")).toBeUndefined();
  });

  it("serve everybody, or when dedicated only the accounts they name (REG-02)", async () => {
    const { regions, servesAccount } = await startedWith([paris, { ...paris, id: "af-south-1", kind: "dedicated", accounts: ["bank"] }]);
    const served = regions().map((region) => ["bank", "shop"].filter((account) => servesAccount(region, account)));
    expect(served).toEqual([["bank", "shop"], ["bank"]]);
  });

  it.each([
    ["no JSON", "[", "cannot be read as JSON"],
    ["nothing in it", [], "at its top"],
    ["an unknown region without a name", [{ ...paris, id: "xx-north-1" }], "at 0.nameZh"],
    ["a region without zones", [{ ...paris, zones: [] }], "at 0.zones"],
    ["a store that is none", [{ ...paris, storage: "ftp://host/" }], "at 0.storage"],
    ["a route to nowhere", [{ ...paris, copyMaxGbTo: { "cn-north-4": 1 } }], "copyMaxGbTo of cn-north-4, a region it does not have"],
    ["a limit of nothing", [{ ...paris, copiesMax: 0 }], "at 0.copiesMax"],
    ["a region twice", [paris, paris], "names the region eu-west-0 twice"],
  ])("stop the start in one line that names the file and the place when it has %s", async (_, content, words) => {
    const { regions } = await startedWith(content);
    const error = (() => {
      try {
        return regions();
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toMatchObject({ name: "StartError", message: expect.stringContaining(words) });
    expect(error).toMatchObject({ message: expect.stringMatching(/^IMS_REGIONS: [^\n]+$/) });
  });
});
