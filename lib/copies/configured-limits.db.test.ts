import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { GIB } from "@/lib/disk/model";
import { createAgency } from "@/lib/iam/commands/create-agency";
import { cancelJob } from "@/lib/jobs/commands/cancel-job";
import { db } from "@/lib/platform/db/client";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { deliverJob } from "@/lib/testing/jobs";
import { anImageOf } from "@/lib/testing/sized-images";
import { copyImage } from "./commands/copy-image";
import { copyImageAcross } from "./commands/copy-image-across";
import { getCopyOptions } from "./queries/get-copy-options";

const [NORTH, SOUTH, PARIS] = ["cn-north-4", "cn-south-1", "eu-west-0"];
const folder = await mkdtemp(path.join(tmpdir(), "ims-limits-"));
const region = (id: string, limits: object = {}) => ({ id, zones: [{ id: `${id}a` }], ...limits });
await writeFile(
  path.join(folder, "regions.json"),
  JSON.stringify([
    region(NORTH, { copyMaxGbTo: { [NORTH]: 200, [SOUTH]: 400 }, copiesMax: 2 }),
    region(SOUTH, { copiesMax: 6, copyMaxGbWhole: 50 }),
    region(PARIS, { copyMaxGb: 10, copiesMax: 1 }),
  ]),
);
process.env.IMS_REGIONS = path.join(folder, "regions.json");
testDatabase();
afterAll(() => rm(folder, { recursive: true }));

async function aTenant() {
  const account = await anAccount();
  const agencyTo = async (regionId: string) => {
    const { id: projectId } = projectOf(await account.ownerIn(regionId));
    return (await createAgency(account.owner, { name: `to-${regionId}`, projectId })).agencyId;
  };
  return { account, agencyTo, owner: account.owner, south: await account.ownerIn(SOUTH) };
}

it.each([
  ["inside a region that raises it", NORTH, NORTH, "system", 200],
  ["inside a region that does not", SOUTH, SOUTH, "system", 128],
  ["on a route that has one", NORTH, SOUTH, "system", 400],
  ["on the way back, which has none: the lower of both ends", SOUTH, NORTH, "data", 300],
  ["to a region with a lower one", SOUTH, PARIS, "system", 10],
  ["of full-server images, where one end has one of its own", SOUTH, NORTH, "whole", 50],
] as const)("holds the configured limit %s (LIM-34, LIM-35, AMB-01, AMB-15)", async (_name, from, to, kind, maxGb) => {
  const { account, agencyTo } = await aTenant();
  const [actor, agencyId] = [await account.ownerIn(from), await agencyTo(to)];
  const copy = async (sizeBytes: number) => {
    const { id: imageId } = await anImageOf(actor, sizeBytes, { kind });
    const asked = { imageId, name: "copy", waitTurn: true };
    return from === to ? copyImage(actor, asked) : copyImageAcross(actor, { ...asked, targetRegionId: to, agencyId });
  };
  await copy(maxGb * GIB);
  await expect(copy(maxGb * GIB + 1)).rejects.toMatchObject({ code: "copySizeExceeded", detail: { limit: maxGb } });
  const { id: imageId } = await anImageOf(actor, GIB, { kind });
  const options = await getCopyOptions(actor, { imageId });
  expect(from === to ? options.maxGbInRegion : options.targets.find(({ regionId }) => regionId === to)?.maxGb).toBe(maxGb);
});

it("lets as many copies run at once as the region allows, the lower of both ends (LIM-36, AMB-02)", async () => {
  const { account, owner, south, agencyTo } = await aTenant();
  const { id: northern } = await anImageOf(owner, GIB);
  const [{ id: southern }, { id: other }] = [await anImageOf(south, GIB), await anImageOf(south, GIB)];
  for (const name of ["c1", "c2"]) await copyImage(owner, { imageId: northern, name });
  await expect(copyImage(owner, { imageId: northern, name: "c3" })).rejects.toMatchObject({
    code: "copyTaskLimitExceeded",
    detail: { limit: 2 },
  });
  await expect(
    copyImageAcross(south, { imageId: southern, name: "c3", targetRegionId: NORTH, agencyId: await agencyTo(NORTH) }),
  ).rejects.toMatchObject({
    code: "copyTaskLimitExceeded",
    detail: { limit: 2 },
  });
  for (const name of ["c3", "c4", "c5", "c6"]) await copyImage(south, { imageId: southern, name });
  await expect(copyImage(south, { imageId: southern, name: "c7" })).rejects.toMatchObject({
    code: "copyTaskLimitExceeded",
    detail: { limit: 6 },
  });
  expect(await getCopyOptions(south, { imageId: other })).toMatchObject({ running: 6, maxRunning: 6 });
  expect(
    (await getCopyOptions(south, { imageId: other })).targets.map(({ regionId, maxRunning }) => [regionId, maxRunning]).toSorted(),
  ).toEqual([
    [NORTH, 2],
    [PARIS, 1],
  ]);
  expect(await db().job.count({ where: { accountId: account.id, kind: { startsWith: "copyImage" }, held: false } })).toBe(6);
});

it("lets those that wait begin as their own route allows (LIM-36)", async () => {
  const { owner, south } = await aTenant();
  const [{ id: northern }, { id: southern }] = [await anImageOf(owner, GIB), await anImageOf(south, GIB)];
  const begun = [];
  for (const name of ["s1", "s2", "s3", "s4", "s5", "s6"]) begun.push(await copyImage(south, { imageId: southern, name }));
  const narrow = await copyImage(owner, { imageId: northern, name: "n1", waitTurn: true });
  const wide = await copyImage(south, { imageId: southern, name: "s7", waitTurn: true });
  expect([narrow.waits, wide.waits]).toEqual([true, true]);
  const end = async (jobId: string) => {
    await cancelJob(south, { jobId });
    await deliverJob(jobId);
  };
  const held = async (jobId: string) => (await db().job.findUniqueOrThrow({ where: { id: jobId } })).held;
  await end(begun[0]?.jobId ?? "");
  expect([await held(narrow.jobId), await held(wide.jobId)]).toEqual([true, false]);
  for (const { jobId } of begun.slice(1, 5)) await end(jobId);
  expect(await held(narrow.jobId)).toBe(true);
  await end(begun[5]?.jobId ?? "");
  expect(await held(narrow.jobId)).toBe(false);
});
