import { expect, it } from "vitest";
import { GIB, MIB } from "@/lib/disk/model";
import { db } from "@/lib/platform/db/client";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { atStage, deliverJob, runJobs } from "@/lib/testing/jobs";
import { aServer } from "@/lib/testing/server-records";
import { aLazyServer, applyForServers, diskOf, readsAs, sameDisks, writeOnto } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { volumePath } from "@/lib/volumes/volume-files";
import { createSystemImage } from "./commands/create-system-image";
import { reinstallServer } from "./commands/reinstall-server";
import { reportFault } from "./commands/report-fault";
import { retryServers } from "./commands/retry-servers";
import { startServer } from "./commands/start-server";
import { stopServer } from "./commands/stop-server";
import { getServer } from "./queries/get-server";
import { listServers } from "./queries/list-servers";

testDatabase();
diskExports();
const disks = systemDisks("raw", "qcow2");
const golden = async (actor: Parameters<typeof aRegisteredImage>[0]) =>
  (await aRegisteredImage(actor, await disks.bytes("qcow2"), { name: "golden" })).imageId;

it("makes ten servers of the image of a customised one, spread over the zones, all the same (SCN-03, USE-05, REG-03, REG-04, ADV-02, ADV-06)", {
  timeout: 180_000,
}, async () => {
  const { owner } = await anAccount();
  const serverId = await aLazyServer(owner, { imageId: await golden(owner), name: "model" });
  await writeOnto(await diskOf(serverId), { byte: 0x77, offset: 20 * GIB, length: 5 * MIB });
  const { imageId } = await createSystemImage(owner, { serverId, name: "customised" });
  await runJobs(owner);
  const { serverIds } = await applyForServers(owner, {
    imageId,
    name: "web",
    count: 10,
    spreadZones: true,
    zoneId: "cn-north-4b",
    start: true,
  });
  await runJobs(owner);
  const made = (await listServers(owner, { size: 50 })).items
    .filter(({ id }) => new Set<string>(serverIds).has(id))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  expect(made.map(({ name, zoneId }) => `${name} ${zoneId.at(-1)}`)).toEqual(
    ["b", "c", "a", "b", "c", "a", "b", "c", "a", "b"].map((zone, index) => `web-${String(index + 1).padStart(3, "0")} ${zone}`),
  );
  expect(new Set(made.map(({ status, osVersion }) => `${status} ${osVersion}`))).toEqual(new Set(["running Fedora 29 64bit"]));
  for (const { id } of made) expect(await sameDisks(await diskOf(id), await diskOf(serverId))).toBe(true);
});

it("replaces the system of a failed server by the image made of it, and the server runs (SCN-04, USE-04, USE-10)", {
  timeout: 120_000,
}, async () => {
  const { owner } = await anAccount();
  const serverId = await aLazyServer(owner, { imageId: await golden(owner), dataDisks: [{ sizeGb: 10 }], name: "shop" });
  const data = await db().volume.findFirstOrThrow({ where: { serverId, bootable: false } });
  await writeOnto({ path: volumePath("cn-north-4", data.id) }, { byte: 0x12, offset: 0, length: MIB });
  const before = await diskOf(serverId);
  await writeOnto(before, { byte: 0x77, offset: 20 * GIB, length: MIB });
  const { imageId } = await createSystemImage(owner, { serverId, name: "good" });
  await runJobs(owner);
  const twin = await aLazyServer(owner, { imageId, name: "twin" });
  await writeOnto(before, { byte: 0, offset: 0, length: 20 * MIB });
  await reportFault(owner, { serverId, note: "does not boot" });
  expect(await getServer(owner, { serverId })).toMatchObject({ faultNote: "does not boot", faultyAt: expect.any(String) });
  const { jobId } = await reinstallServer(owner, { serverId, imageId, start: true });
  expect(await getServer(owner, { serverId })).toMatchObject({ status: "building", volumes: [{ id: before.id }, { id: data.id }] });
  await deliverJob(jobId);
  expect(await getServer(owner, { serverId })).toMatchObject({
    status: "running",
    faultyAt: null,
    faultNote: "",
    imageId,
    imageName: "good",
    volumes: [{ bootable: true }, { id: data.id, device: "vdb" }],
  });
  const after = await db().volume.findFirstOrThrow({ where: { serverId, bootable: true } });
  expect(after.id).not.toBe(before.id);
  expect(await sameDisks({ path: volumePath("cn-north-4", after.id) }, await diskOf(twin))).toBe(true);
  await runJobs(owner);
  expect(await db().volume.findUniqueOrThrow({ where: { id: before.id } })).toMatchObject({ status: "deleted" });
  expect(await sameDisks({ path: volumePath("cn-north-4", after.id) }, await diskOf(twin))).toBe(true);
});

it("keeps the old system when the new one cannot be made, and refuses images that do not fit (USE-04, USE-07, USE-09, LIM-52, LIM-53)", async () => {
  const { owner } = await anAccount();
  const imageId = await golden(owner);
  const serverId = await aLazyServer(owner, { imageId, name: "shop" });
  const { jobId } = await reinstallServer(owner, { serverId });
  await expect(reinstallServer(owner, { serverId })).rejects.toMatchObject({ code: "serverStateInvalid" });
  await deliverJob(
    jobId,
    atStage("prepareDisk", () => db().job.update({ where: { id: jobId }, data: { cancelRequestedAt: new Date() } })),
  );
  expect(await getServer(owner, { serverId })).toMatchObject({ status: "running" });
  await runJobs(owner);
  expect(await readsAs(await diskOf(serverId), disks.path("raw"))).toBe(true);
  const kunpeng = await aServer(owner, { flavorId: "kc1.small.2", architecture: "arm" });
  await expect(reinstallServer(owner, { serverId: kunpeng, imageId })).rejects.toMatchObject({ code: "architectureMismatch" });
  await db().image.update({ where: { id: imageId }, data: { minRamMb: 8192 } });
  await expect(reinstallServer(owner, { serverId })).rejects.toMatchObject({ code: "memoryOutOfRange" });
});

it("says of each server of a batch whether it was made, and makes those that failed once more (USE-05)", { timeout: 120_000 }, async () => {
  const { owner } = await anAccount();
  const imageId = await golden(owner);
  const { serverIds } = await applyForServers(owner, { imageId, count: 3, name: "batch" });
  const [lost = ""] = serverIds;
  const where = { serverId: lost, kind: "createServer" };
  const job = await db().job.findFirstOrThrow({ where });
  // Its disk of the image is not to be found: what a storage that lost an object would do.
  const volume = await db().volume.findFirstOrThrow({ where: { serverId: lost } });
  const { disk } = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { disk: true } });
  const stray = await db().imageDisk.create({
    data: {
      id: crypto.randomUUID(),
      regionId: "cn-north-4",
      storageKey: "images/none/disk",
      sizeBytes: 1n,
      virtualSizeBytes: 1n,
      objectSha256: "",
      contentDigest: "",
      blockDigests: new Uint8Array(),
    },
  });
  await db().volume.update({ where: { id: volume.id }, data: { imageDiskId: stray.id } });
  for (let delivery = 0; delivery < 6; delivery++) await deliverJob(job.id);
  await runJobs(owner);
  const states = async () =>
    Object.fromEntries((await listServers(owner, {})).items.map(({ id, status, failureCode }) => [id, failureCode ?? status]));
  expect(await states()).toEqual(Object.fromEntries(serverIds.map((id) => [id, id === lost ? "toolFailed" : "stopped"])));
  await expect(retryServers(owner, { serverIds })).rejects.toMatchObject({ code: "serverStateInvalid" });
  await db().volume.update({ where: { id: volume.id }, data: { imageDiskId: disk?.id ?? null } });
  await retryServers(owner, { serverIds: [lost] });
  await runJobs(owner);
  expect(await states()).toEqual(Object.fromEntries(serverIds.map((id) => [id, "stopped"])));
  expect(await readsAs(await diskOf(lost), disks.path("raw"))).toBe(true);
});

it("makes a BMS of an image that suits it, on an EVS or a local system disk as its flavour has it (USE-02, IMG-12, REL-02)", async () => {
  const { owner } = await anAccount();
  const imageId = await golden(owner);
  await expect(applyForServers(owner, { imageId, flavorId: "physical.s4.8xlarge.4" })).rejects.toMatchObject({
    code: "imageKindNotAllowed",
  });
  await db().image.update({ where: { id: imageId }, data: { fitsBms: true } });
  const made = [];
  for (const flavorId of ["physical.s4.8xlarge.4", "physical.d2.8xlarge.4"])
    made.push(...(await applyForServers(owner, { imageId, flavorId })).serverIds);
  await runJobs(owner);
  const [evs = "", local = ""] = made;
  expect(await getServer(owner, { serverId: evs })).toMatchObject({ kind: "bms", status: "stopped", volumes: [{ local: false }] });
  expect(await getServer(owner, { serverId: local })).toMatchObject({ kind: "bms", volumes: [{ local: true }] });
  expect((await listServers(owner, { kind: "bms" })).total).toBe(2);
  expect((await listServers(owner, { kind: "ecs" })).total).toBe(0);
  expect(await readsAs(await diskOf(evs), disks.path("raw"))).toBe(true);
});

it("starts what is stopped and stops what runs, and nothing else", async () => {
  const { owner } = await anAccount();
  const serverId = await aServer(owner);
  await expect(stopServer(owner, { serverId })).rejects.toMatchObject({ code: "serverStateInvalid" });
  await startServer(owner, { serverId });
  await expect(startServer(owner, { serverId })).rejects.toMatchObject({ code: "serverStateInvalid" });
  await stopServer(owner, { serverId });
  expect(await getServer(owner, { serverId })).toMatchObject({ status: "stopped" });
  const frozen = await aServer(owner, { frozenAt: new Date() });
  await expect(startServer(owner, { serverId: frozen })).rejects.toMatchObject({ code: "serverFrozen" });
});
