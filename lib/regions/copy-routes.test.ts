import { mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { copyLimitsOf } from "./copy-limits-of";
import { knownRegions } from "./known-regions";

const folder = mkdtempSync(path.join(tmpdir(), "ims-routes-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const maxGb = (from: string, to: string) => copyLimitsOf(from, to, "system").maxGb;

it("lets 300 GB pass between two of the four large regions, 128 GB on every other route and inside (CPY-06, CPY-07, AMB-01)", () => {
  expect(knownRegions.filter(({ copyMaxGb }) => copyMaxGb === 300).map(({ nameZh }) => nameZh)).toEqual([
    "华北-北京四",
    "华南-广州",
    "华东-上海一",
    "华东-上海二",
  ]);
  expect(maxGb("cn-north-4", "cn-south-1")).toBe(300);
  expect(maxGb("cn-north-4", "ap-southeast-1")).toBe(128);
  expect(maxGb("ap-southeast-1", "cn-north-4")).toBe(128);
  for (const { id } of knownRegions) expect(maxGb(id, id)).toBe(128);
});

it("lists every route with the limits that are configured, and regions of others' to nobody else (LIM-34, AMB-01, REG-02)", async () => {
  const file = path.join(folder, "regions.json");
  const region = (id: string, more: object = {}) => ({ id, zones: [{ id: `${id}a` }], ...more });
  const own = { kind: "dedicated", accounts: ["acme"], copyMaxGb: 7 };
  const north = { copyMaxGbTo: { "cn-south-1": 400 }, copiesMax: 2 };
  writeFileSync(
    file,
    JSON.stringify([region("cn-north-4", north), region("cn-south-1", { copyMaxGbWhole: 50 }), region("eu-west-0", own)]),
  );
  vi.stubEnv("IMS_REGIONS", file);
  vi.resetModules();
  const { copyRoutes } = await import("./copy-routes");
  const toldTo = (account?: string) =>
    copyRoutes(account).map(({ from, to, ...limits }) => [from.id, to.map(({ id }) => id).join(), ...Object.values(limits)]);
  expect(toldTo()).toEqual([
    ["cn-north-4", "cn-north-4", 128, 128, 2],
    ["cn-north-4", "cn-south-1", 400, 50, 2],
    ["cn-south-1", "cn-north-4", 300, 50, 2],
    ["cn-south-1", "cn-south-1", 128, 50, 4],
  ]);
  expect(toldTo("acme")).toContainEqual(["cn-north-4", "eu-west-0", 7, 7, 2]);
  expect(JSON.stringify(copyRoutes("acme"))).not.toContain("accounts");
});
