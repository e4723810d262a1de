import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { listImages } from "@/lib/images/queries/list-images";
import { wholeList } from "@/lib/images/search";
import { addMembers } from "@/lib/members/commands/add-members";
import { updateMemberStatus } from "@/lib/members/commands/update-member-status";
import { db } from "@/lib/platform/db/client";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { aBucket } from "@/lib/testing/objects";
import { anImageOf } from "@/lib/testing/sized-images";
import { estimateMonth } from "./queries/estimate-month";
import { getPrices } from "./queries/get-prices";

testDatabase();

it("knows the price the specification prints, and no other, where nothing is configured (FEE-09)", async () => {
  const { owner } = await anAccount();
  expect(await getPrices(owner, {})).toEqual({ evsGbHour: 490 });
});

it("adds up disks and buckets of the account by region, and nothing of others (FEE-08, FEE-09)", async () => {
  const [mine, other] = [await anAccount(), await anAccount()];
  for (const account of [mine, other]) {
    const { id: projectId, regionId } = projectOf(account.owner);
    const place = { accountId: account.id, projectId, regionId };
    await db().volume.create({ data: { ...place, id: randomUUID(), sizeGb: 100, status: "independent" } });
    const bucket = await aBucket(account.owner);
    const object = { id: randomUUID(), bucketId: bucket.id, name: "disk.vmdk", sizeBytes: 2n ** 31n, sha256: "0".repeat(64) };
    await db().bucketObject.create({ data: { ...object, storageKey: `buckets/${object.id}` } });
  }
  const estimates = await estimateMonth(mine.owner, {});
  expect(estimates.map(({ regionId }) => regionId).toSorted()).toEqual(["cn-east-3", "cn-north-4", "cn-south-1"]);
  expect(estimates.filter(({ charges }) => charges.length > 0)).toEqual([
    {
      regionId: "cn-north-4",
      charges: [
        { item: "disks", service: "evs", per: "hour", gb: 100, amount: 49_000 },
        { item: "bucketSpace", service: "obs", per: "month", gb: 2, amount: null },
      ],
    },
  ]);
});

it("charges for what backups have stored, by their service (FEE-03, FEE-04)", async () => {
  const { owner } = await anAccount();
  const { id: projectId, regionId } = projectOf(owner);
  const place = { accountId: owner.accountId, projectId, regionId };
  for (const kind of ["cbr", "csbs"] as const) {
    const vault = { ...place, id: randomUUID(), kind, name: kind, capacityGb: 100 };
    await db().vault.create({ data: vault });
    const backup = { ...place, vaultId: vault.id, kind, name: kind, serverName: "web", lineage: {}, sizeGb: 40 };
    for (const [status, addedBytes] of [
      ["available", 3n * 2n ** 30n],
      ["available", 2n ** 30n],
      ["deleted", 2n ** 40n],
    ] as const)
      await db().backup.create({
        data: { ...backup, id: randomUUID(), status, addedBytes, deletedAt: status === "deleted" ? new Date() : null },
      });
  }
  const [charged] = (await estimateMonth(owner, {})).filter(({ charges }) => charges.length > 0);
  expect(charged?.charges.map(({ item, gb }) => [item, gb])).toEqual([
    ["cbrBackup", 4],
    ["csbsBackup", 4],
  ]);
});

it("charges nobody for system and data disk images, neither who shares them nor who receives them (FEE-02, FEE-05)", async () => {
  const [giver, taker] = [await anAccount(), await anAccount()];
  const { id: system } = await anImageOf(giver.owner, 2 ** 35);
  const { id: data } = await anImageOf(giver.owner, 2 ** 35, { kind: "data" });
  for (const imageId of [system, data]) await addMembers(giver.owner, { imageId, recipients: [taker.name] });
  await updateMemberStatus(taker.owner, { imageIds: [system, data], status: "accepted" });
  expect((await listImages(taker.owner, wholeList("shared"))).items.map(({ id }) => id).sort()).toEqual([system, data].sort());
  for (const { owner } of [giver, taker]) expect((await estimateMonth(owner, {})).flatMap(({ charges }) => charges)).toEqual([]);
});

it("charges an account nothing for its users, groups and grants (FEE-17)", async () => {
  const account = await anAccount();
  await account.userWith("IMS FullAccess");
  expect((await estimateMonth(account.owner, {})).flatMap(({ charges }) => charges)).toEqual([]);
});
