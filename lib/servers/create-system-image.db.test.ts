import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GIB, MIB } from "@/lib/disk/model";
import { deleteImage } from "@/lib/images/commands/delete-image";
import { getImage } from "@/lib/images/queries/get-image";
import { whyNot } from "@/lib/images/rules/why-not";
import { db } from "@/lib/platform/db/client";
import { testDatabase } from "@/lib/testing/database";
import { diskExports } from "@/lib/testing/disk-exports";
import { anAccount } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { aRegisteredImage } from "@/lib/testing/images";
import { atStage, deliverJob, runJobs } from "@/lib/testing/jobs";
import { aServer, placeOf } from "@/lib/testing/server-records";
import { aLazyServer, copyOf, diskOf, readsAs, sameDisks, writeOnto } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { createSystemImage } from "./commands/create-system-image";
import { deleteServer } from "./commands/delete-server";
import { freezeServer } from "./commands/freeze-server";
import { renewServer } from "./commands/renew-server";

testDatabase();
diskExports();
const disks = systemDisks("raw", "qcow2");
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ims-copies-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SOFTWARE = { byte: 0x5a, offset: 30 * GIB, length: 3 * MIB };

const jobsOf = (imageId: string) =>
  db().job.findMany({ where: { imageId }, select: { id: true, kind: true, status: true, percent: true, endedAt: true } });

it("makes an image of a running server as it was when the job began, while its disk still fills (PRI-01, PRI-03, PRI-04, IMG-06, REL-01, ADV-04)", async () => {
  const { owner } = await anAccount();
  const golden = await aRegisteredImage(owner, await disks.bytes("qcow2"), { name: "golden" });
  const serverId = await aLazyServer(owner, { imageId: golden.imageId });
  const disk = await diskOf(serverId);
  await writeOnto(disk, SOFTWARE);
  const asItWas = await copyOf(disk, folder);
  const asker = inNewRequest(owner);
  const { imageId, jobId } = await createSystemImage(asker, {
    serverId,
    name: "customised",
    description: "with software",
    tags: [{ key: "team", value: "web" }],
  });
  expect(await getImage(owner, { imageId })).toMatchObject({
    state: "creating",
    kind: "system",
    sourceKind: "server",
    sourceServerId: serverId,
    job: { id: jobId },
  });
  expect((await diskOf(serverId)).status).toBe("lazy");
  // The server goes on writing while its image is read.
  await deliverJob(
    jobId,
    atStage("convert", () => writeOnto(disk, { ...SOFTWARE, byte: 0x11 })),
  );
  expect(await getImage(owner, { imageId })).toMatchObject({
    state: "normal",
    osPlatform: "Fedora",
    osVersion: "Fedora 29 64bit",
    architecture: "x86",
    minDiskGb: 40,
    virtualSizeBytes: 40 * GIB,
    tags: ["team=web"],
    encrypted: false,
  });
  expect(await jobsOf(imageId)).toMatchObject([
    { kind: "createImageFromVolume", status: "succeeded", percent: 100, endedAt: expect.any(Date) },
  ]);
  const copy = await aLazyServer(owner, { imageId, name: "copy" });
  expect(await readsAs(await diskOf(copy), asItWas)).toBe(true);
  await runJobs(owner);
  expect((await diskOf(serverId)).status).toBe("independent");
  expect(await readsAs(await diskOf(copy), asItWas)).toBe(true);
  expect(await sameDisks(await diskOf(copy), await diskOf(serverId))).toBe(false);
  expect(await tracesOf(asker)).toMatchObject([
    { trace: "createImage", outcome: "done", resourceId: imageId, resourceName: "customised" },
    { trace: "createImageFromVolumeJob", outcome: "done", resourceId: imageId },
    ...[{ trace: "fillVolumeJob", outcome: "done" }],
  ]);
});

it("takes servers that are stopped or running, and refuses every other status with nothing left behind (PRI-01, LIM-03)", async () => {
  const { owner } = await anAccount();
  for (const status of ["stopped", "running"] as const) {
    const serverId = await aServer(owner, { status });
    expect(await createSystemImage(owner, { serverId, name: `of ${status}` })).toHaveProperty("imageId");
  }
  for (const status of ["building", "error"] as const) {
    const serverId = await aServer(owner, { status });
    await expect(createSystemImage(owner, { serverId, name: "none" })).rejects.toMatchObject({
      code: "serverStateInvalid",
      detail: { status },
    });
  }
  expect(await db().image.count({ where: { accountId: owner.accountId } })).toBe(2);
  expect(await db().job.count({ where: { accountId: owner.accountId } })).toBe(2);
});

it("takes a stopped BMS with an EVS system disk only (PRI-02, LIM-04, LIM-05, REL-02, ADV-04)", async () => {
  const { owner } = await anAccount();
  const bms = { kind: "bms", flavorId: "physical.s4.8xlarge.4" } as const;
  await createSystemImage(owner, { serverId: await aServer(owner, bms), name: "of a stopped one" });
  for (const status of ["running", "building", "error"] as const)
    await expect(createSystemImage(owner, { serverId: await aServer(owner, { ...bms, status }), name: "none" })).rejects.toMatchObject({
      code: "serverStateInvalid",
    });
  const local = await aServer(owner, bms);
  await db().volume.updateMany({ where: { serverId: local }, data: { local: true } });
  await expect(createSystemImage(owner, { serverId: local, name: "none" })).rejects.toMatchObject({ code: "bmsLocalDisk" });
});

it("refuses a frozen server until it is renewed, whatever its status (PRI-21, LIM-51)", async () => {
  const [{ owner }, { owner: operator }] = [await anAccount(), await anAccount({ operator: true })];
  const serverId = await aServer(owner);
  await expect(freezeServer(owner, { serverId })).rejects.toMatchObject({ code: "permissionDenied" });
  await freezeServer(operator, { serverId });
  await expect(createSystemImage(owner, { serverId, name: "none" })).rejects.toMatchObject({ code: "serverFrozen" });
  await db().server.update({ where: { id: serverId }, data: { status: "error" } });
  await expect(createSystemImage(owner, { serverId, name: "none" })).rejects.toMatchObject({ code: "serverFrozen" });
  await db().server.update({ where: { id: serverId }, data: { status: "stopped" } });
  await renewServer(operator, { serverId });
  expect(await createSystemImage(owner, { serverId, name: "renewed" })).toHaveProperty("imageId");
});

it("keeps the lineage through generations: what came of a public Windows or of the market never leaves (PRI-25, LIM-44, LIM-45)", async () => {
  const { owner } = await anAccount();
  const base = await aRegisteredImage(owner, await disks.bytes("qcow2"), { name: "base" });
  for (const [change, refusal] of [
    [{ visibility: "public", osFamily: "windows", osVersion: "Windows Server 2012 R2 Standard 64bit" }, "exportLicensedOs"],
    [{ visibility: "market", osFamily: "linux" }, "exportMarketOrigin"],
  ] as const) {
    await db().image.update({ where: { id: base.imageId }, data: change });
    let imageId: string = base.imageId;
    for (const generation of ["first", "second"]) {
      const serverId = await aLazyServer(owner, { imageId, name: generation });
      imageId = (await createSystemImage(owner, { serverId, name: generation })).imageId;
      await runJobs(owner);
      const image = await getImage(owner, { imageId });
      expect(image).toMatchObject({
        state: "normal",
        sourceServerId: serverId,
        originType: generation === "first" ? change.visibility : "private",
      });
      expect(whyNot("export", image)).toMatchObject({ code: refusal });
    }
  }
});

it("cancelled or cut off by the deletion of its server, leaves no image, no held content and a disk that fills on", async () => {
  const { owner } = await anAccount();
  const golden = await aRegisteredImage(owner, await disks.bytes("qcow2"), { name: "golden" });
  const serverId = await aLazyServer(owner, { imageId: golden.imageId });
  const { imageId, jobId } = await createSystemImage(owner, { serverId, name: "cancelled" });
  await expect(createSystemImage(owner, { serverId, name: "second" })).rejects.toMatchObject({ code: "taskInProgress" });
  await deliverJob(
    jobId,
    atStage("verify", () => db().job.update({ where: { id: jobId }, data: { cancelRequestedAt: new Date() } })),
  );
  expect(await db().job.findUnique({ where: { id: jobId } })).toMatchObject({ status: "cancelled" });
  expect(await getImage(owner, { imageId })).toMatchObject({ state: "error", failureCode: "cancelled" });
  await runJobs(owner);
  expect((await diskOf(serverId)).status).toBe("independent");
  expect(await readsAs(await diskOf(serverId), disks.path("raw"))).toBe(true);
  const again = await createSystemImage(owner, { serverId, name: "cut off" });
  await deleteServer(owner, { serverId });
  await runJobs(owner);
  expect(await db().job.findUnique({ where: { id: again.jobId } })).toMatchObject({ status: "cancelled" });
});

it("holds the 50 images and the 40 tasks under parallel requests (PRI-20, LIM-01, LIM-02)", { timeout: 120_000 }, async () => {
  const { owner } = await anAccount();
  for (let index = 0; index < 45; index++) await anImage(owner, { status: "active" });
  const servers = await Promise.all(Array.from({ length: 10 }, () => aServer(owner)));
  const results = await Promise.allSettled(servers.map((serverId) => createSystemImage(owner, { serverId, name: "race" })));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  for (const result of results) if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "imageQuotaExceeded" });

  const busy = await anAccount();
  const place = placeOf(busy.owner);
  await db().job.createMany({ data: Array.from({ length: 38 }, () => ({ id: randomUUID(), ...place, kind: "importImage", payload: {} })) });
  const more = await Promise.all(Array.from({ length: 8 }, () => aServer(busy.owner)));
  const tasks = await Promise.allSettled(more.map((serverId) => createSystemImage(busy.owner, { serverId, name: "race" })));
  expect(tasks.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
  for (const task of tasks) if (task.status === "rejected") expect(task.reason).toMatchObject({ code: "createTaskLimitExceeded" });
});

it("goes on living without its source: image and server may be deleted (USE-14)", async () => {
  const { owner } = await anAccount();
  const golden = await aRegisteredImage(owner, await disks.bytes("qcow2"), { name: "golden" });
  const serverId = await aLazyServer(owner, { imageId: golden.imageId });
  const { imageId } = await createSystemImage(owner, { serverId, name: "heir" });
  await runJobs(owner);
  await deleteServer(owner, { serverId });
  await deleteImage(owner, { imageId: golden.imageId });
  await runJobs(owner);
  const copy = await aLazyServer(owner, { imageId });
  await runJobs(owner);
  expect(await readsAs(await diskOf(copy), disks.path("raw"))).toBe(true);
});
