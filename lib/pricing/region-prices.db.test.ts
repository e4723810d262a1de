import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { getCopyOptions } from "@/lib/copies/queries/get-copy-options";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { anImageOf } from "@/lib/testing/sized-images";
import { getPrices } from "./queries/get-prices";

const folder = mkdtempSync(path.join(tmpdir(), "regions-"));
const file = path.join(folder, "regions.json");
const region = (id: string, prices?: object) => ({ id, zones: [{ id: `${id}a` }], ...(prices === undefined ? {} : { prices }) });
writeFileSync(
  file,
  JSON.stringify([
    region("cn-north-4", { evsGbHour: 0.0006, obsReplicationGb: 0.5 }),
    region("cn-south-1", { evsGbHour: 0.0004 }),
    region("cn-east-3"),
  ]),
);
process.env.IMS_REGIONS = file; // read once, at the first question
afterAll(() => rmSync(folder, { recursive: true }));

testDatabase();

it("has the prices of each region, and those of where a copy goes (FEE-16)", async () => {
  const account = await anAccount();
  const pricesIn = async (regionId: string) => getPrices(await account.ownerIn(regionId), {});
  expect(await pricesIn("cn-north-4")).toEqual({ evsGbHour: 600, obsReplicationGb: 500_000 });
  expect(await pricesIn("cn-south-1")).toEqual({ evsGbHour: 400 });
  expect(await pricesIn("cn-east-3")).toEqual({ evsGbHour: 490 });
  const { id: imageId } = await anImageOf(account.owner, 2 ** 30);
  const { targets } = await getCopyOptions(account.owner, { imageId });
  expect(Object.fromEntries(targets.map(({ regionId, prices }) => [regionId, prices.evsGbHour]))).toEqual({
    "cn-south-1": 400,
    "cn-east-3": 490,
  });
});
