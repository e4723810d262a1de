import { expect, it } from "vitest";
import { GIB, MIB } from "@/lib/disk/model";
import { overlayInfo } from "@/lib/disk/qemu/overlay";
import { db } from "@/lib/platform/db/client";
import { deleteServer } from "@/lib/servers/commands/delete-server";
import { getServer } from "@/lib/servers/queries/get-server";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { runJobs } from "@/lib/testing/jobs";
import { aServer, aVolume } from "@/lib/testing/server-records";
import { aLazyServer, diskOf, readsAs, writeOnto } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { attachVolume } from "./commands/attach-volume";
import { createVolumes } from "./commands/create-volumes";
import { deleteVolume } from "./commands/delete-volume";
import { detachVolume } from "./commands/detach-volume";
import { growVolume } from "./commands/grow-volume";
import { listVolumes } from "./queries/list-volumes";
import { storedVolumes, volumePath } from "./volume-files";

testDatabase();
diskExports();
const disks = systemDisks("raw", "qcow2");
const zoneId = "cn-north-4a";
const pathOf = (id: string) => volumePath("cn-north-4", id);

it("lives from making over attaching, growing and detaching to its end", async () => {
  const { owner } = await anAccount();
  const { volumeIds } = await createVolumes(owner, { zoneId, volumes: [{ name: "data", sizeGb: 10 }] });
  const [volumeId = ""] = volumeIds;
  await runJobs(owner);
  expect((await listVolumes(owner, {})).items).toMatchObject([
    { id: volumeId, name: "data", status: "independent", sizeGb: 10, serverId: null, bootable: false },
  ]);
  const serverId = await aServer(owner);
  expect(await attachVolume(owner, { volumeId, serverId })).toEqual({ device: "vdb" });
  await expect(attachVolume(owner, { volumeId, serverId })).rejects.toMatchObject({ code: "volumeInUse" });
  await expect(deleteVolume(owner, { volumeId })).rejects.toMatchObject({ code: "volumeInUse" });
  await writeOnto({ path: pathOf(volumeId) }, { byte: 9, offset: 10 * GIB - MIB, length: MIB });
  await expect(growVolume(owner, { volumeId, sizeGb: 10 })).rejects.toMatchObject({ code: "volumeSizeOutOfRange" });
  await growVolume(owner, { volumeId, sizeGb: 15 });
  await expect(growVolume(owner, { volumeId, sizeGb: 20 })).rejects.toMatchObject({ code: "taskInProgress" });
  await runJobs(owner);
  expect(await overlayInfo(pathOf(volumeId))).toMatchObject({ virtualSizeBytes: 15 * GIB });
  expect(await getServer(owner, { serverId })).toMatchObject({
    volumes: [{ bootable: true }, { id: volumeId, sizeGb: 15, device: "vdb" }],
  });
  await detachVolume(owner, { volumeId });
  await expect(detachVolume(owner, { volumeId })).rejects.toMatchObject({ code: "volumeNotAttached" });
  await deleteVolume(owner, { volumeId });
  await runJobs(owner);
  expect(await storedVolumes("cn-north-4")).not.toContain(volumeId);
});

it("grows a system disk that still fills, and what it holds stays", async () => {
  const { owner } = await anAccount();
  const { imageId } = await aRegisteredImage(owner, await disks.bytes("qcow2"), { name: "golden" });
  const serverId = await aLazyServer(owner, { imageId });
  const { id, path } = await diskOf(serverId);
  await growVolume(owner, { volumeId: id, sizeGb: 50 });
  await runJobs(owner);
  expect(await diskOf(serverId)).toMatchObject({ status: "independent" });
  expect(await overlayInfo(path)).toMatchObject({ virtualSizeBytes: 50 * GIB });
  expect(await readsAs({ path }, disks.path("raw"))).toBe(true);
  await expect(growVolume(owner, { volumeId: id, sizeGb: 1025 })).rejects.toMatchObject({ code: "volumeSizeOutOfRange" });
  await expect(detachVolume(owner, { volumeId: id })).rejects.toMatchObject({ code: "systemDiskNotDetachable" });
});

it("is attached in its own zone only, to servers with room, under a name of its own also in a race (REG-04)", async () => {
  const { owner } = await anAccount();
  const serverId = await aServer(owner);
  const elsewhere = await aVolume(owner, { zoneId: "cn-north-4b" });
  await expect(attachVolume(owner, { volumeId: elsewhere, serverId })).rejects.toMatchObject({ code: "zoneMismatch" });
  const many = await Promise.all(Array.from({ length: 5 }, () => aVolume(owner)));
  const devices = await Promise.all(many.map(async (volumeId) => (await attachVolume(owner, { volumeId, serverId })).device));
  expect(devices.toSorted()).toEqual(["vdb", "vdc", "vdd", "vde", "vdf"]);
  for (let index = 0; index < 18; index++) await attachVolume(owner, { volumeId: await aVolume(owner), serverId });
  await expect(attachVolume(owner, { volumeId: await aVolume(owner), serverId })).rejects.toMatchObject({ code: "tooManyDisks" });
});

it("outlives its server when asked to, and goes with it otherwise", async () => {
  const { owner } = await anAccount();
  const [kept, gone] = [await aServer(owner), await aServer(owner)];
  const [stays, goes] = [await aVolume(owner, { serverId: kept, device: "vdb" }), await aVolume(owner, { serverId: gone, device: "vdb" })];
  await deleteServer(owner, { serverId: kept, keepDataDisks: true });
  await deleteServer(owner, { serverId: gone });
  expect((await listVolumes(owner, {})).items).toMatchObject([{ id: stays, serverId: null, device: null }]);
  expect(await db().volume.findUniqueOrThrow({ where: { id: goes } })).toMatchObject({ status: "deleted" });
});
