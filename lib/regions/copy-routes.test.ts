import { expect, it } from "vitest";
import { copyLimitsOf } from "./copy-limits-of";
import { knownRegions } from "./known-regions";

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
