import { expect, it } from "vitest";
import { GIB, MIB } from "@/lib/disk/model";
import { getImage } from "@/lib/images/queries/get-image";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { runJobs } from "@/lib/testing/jobs";
import { aServer, aVolume } from "@/lib/testing/server-records";
import { applyForServers, sameDisks, writeOnto } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { createVolumes } from "@/lib/volumes/commands/create-volumes";
import { volumePath } from "@/lib/volumes/volume-files";
import { createDataImages } from "./commands/create-data-images";

testDatabase();
diskExports();
const disks = systemDisks("qcow2");
const zoneId = "cn-north-4a";
const fileOf = (id: string) => ({ path: volumePath("cn-north-4", id) });

async function aDataDisk(
  actor: Actor,
  data: Parameters<typeof aVolume>[1] = {},
  status: "stopped" | "running" | "building" | "error" = "stopped",
) {
  const serverId = await aServer(actor, { status });
  return aVolume(actor, { serverId, device: "vdb", ...data });
}
const make = (actor: Actor, volumeId: string) => createDataImages(actor, { disks: [{ volumeId, name: "data" }] });

it("makes an image of a data disk and new disks of that image with the same bytes (PRI-12, USE-03, REL-05, IMG-07, ADV-04)", async () => {
  const { owner } = await anAccount();
  const golden = await aRegisteredImage(owner, await disks.bytes("qcow2"), { name: "golden" });
  const { serverIds } = await applyForServers(owner, { imageId: golden.imageId, dataDisks: [{ sizeGb: 20 }, { sizeGb: 30 }], start: true });
  await runJobs(owner);
  const [one, two] = await db().volume.findMany({ where: { serverId: serverIds[0] ?? "", bootable: false }, orderBy: { device: "asc" } });
  expect([one, two]).toMatchObject([
    { device: "vdb", sizeGb: 20, status: "independent" },
    { device: "vdc", sizeGb: 30, status: "independent" },
  ]);
  await writeOnto(fileOf(one?.id ?? ""), { byte: 0x33, offset: 19 * GIB + 5, length: 3 * MIB });
  await writeOnto(fileOf(two?.id ?? ""), { byte: 0x44, offset: 12345, length: MIB });
  const { imageIds } = await createDataImages(owner, {
    disks: [
      { volumeId: one?.id ?? "", name: "first" },
      { volumeId: two?.id ?? "", name: "second" },
    ],
  });
  await runJobs(owner);
  const [first = "", second = ""] = imageIds;
  expect(await getImage(owner, { imageId: first })).toMatchObject({
    kind: "data",
    state: "normal",
    minDiskGb: 20,
    virtualSizeBytes: 20 * GIB,
    sourceKind: "server",
  });
  expect(await getImage(owner, { imageId: second })).toMatchObject({ kind: "data", state: "normal", minDiskGb: 30 });
  const { volumeIds } = await createVolumes(owner, {
    zoneId,
    volumes: [
      { name: "again", sizeGb: 25, imageId: first },
      { name: "more", sizeGb: 30, imageId: second },
    ],
  });
  await runJobs(owner);
  expect(await sameDisks(fileOf(volumeIds[0] ?? ""), fileOf(one?.id ?? ""))).toBe(true);
  expect(await sameDisks(fileOf(volumeIds[1] ?? ""), fileOf(two?.id ?? ""))).toBe(true);
  expect(await db().volume.findMany({ where: { id: { in: volumeIds } } })).toMatchObject([
    { status: "independent" },
    { status: "independent" },
  ]);
  // In one request a data image makes one disk; the next request may use it again (LIM-12).
  const twice = [
    { name: "a", sizeGb: 25, imageId: first },
    { name: "b", sizeGb: 25, imageId: first },
  ];
  await expect(createVolumes(owner, { zoneId, volumes: twice })).rejects.toMatchObject({ code: "dataImageAlreadySelected" });
  await expect(
    applyForServers(owner, { imageId: golden.imageId, dataDisks: twice.map(({ sizeGb, imageId }) => ({ sizeGb, imageId })) }),
  ).rejects.toMatchObject({ code: "dataImageAlreadySelected" });
  await createVolumes(owner, { zoneId, volumes: twice.slice(0, 1) });
  await expect(createVolumes(owner, { zoneId, volumes: [{ name: "small", sizeGb: 19, imageId: first }] })).rejects.toMatchObject({
    code: "dataDiskSmallerThanFile",
  });
  const withData = await applyForServers(owner, {
    imageId: golden.imageId,
    name: "with-data",
    dataDisks: [{ sizeGb: 20, imageId: first }],
  });
  await runJobs(owner);
  const disk = await db().volume.findFirstOrThrow({ where: { serverId: withData.serverIds[0] ?? "", bootable: false } });
  expect(await sameDisks(fileOf(disk.id), fileOf(one?.id ?? ""))).toBe(true);
  await expect(applyForServers(owner, { imageId: first })).rejects.toMatchObject({ code: "imageKindNotAllowed" });
});

it("takes a disk below 2 TB with less than 1 TB stored of a stopped or running server, and none beyond (PRI-12, LIM-11, LIM-13, LIM-14)", async () => {
  const { owner } = await anAccount();
  expect(await make(owner, await aDataDisk(owner, { sizeGb: 2047, usedBytes: BigInt(1023 * GIB) }))).toHaveProperty("imageIds");
  expect(await make(owner, await aDataDisk(owner, {}, "running"))).toHaveProperty("imageIds");
  const refusals = [
    [await aDataDisk(owner, { sizeGb: 2048 }), "dataDiskTooLarge"],
    [await aDataDisk(owner, { sizeGb: 2047, usedBytes: BigInt(1024 * GIB) }), "dataDiskDataTooLarge"],
    [await aDataDisk(owner, {}, "building"), "serverStateInvalid"],
    [await aDataDisk(owner, {}, "error"), "serverStateInvalid"],
    [await aVolume(owner), "volumeNotAttached"],
  ] as const;
  for (const [volumeId, code] of refusals) await expect(make(owner, volumeId)).rejects.toMatchObject({ code });
  const { id: systemDisk } = await db().volume.findFirstOrThrow({
    where: { accountId: owner.accountId, bootable: true, server: { status: "stopped" } },
  });
  await expect(make(owner, systemDisk)).rejects.toMatchObject({ code: "imageKindNotAllowed" });
  expect(await db().image.count({ where: { accountId: owner.accountId } })).toBe(2);
});

it("makes all images of a request or none: disks of two servers, and a disk twice, are refused", async () => {
  const { owner } = await anAccount();
  const [one, two] = [await aDataDisk(owner), await aDataDisk(owner)];
  for (const volumeIds of [
    [one, two],
    [one, one],
  ])
    await expect(createDataImages(owner, { disks: volumeIds.map((volumeId) => ({ volumeId, name: "data" })) })).rejects.toMatchObject({
      code: "invalidArgument",
      detail: { field: "disks" },
    });
  expect(await db().image.count({ where: { accountId: owner.accountId } })).toBe(0);
});
