import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createBackup } from "@/lib/backups/commands/create-backup";
import { createWholeImage } from "@/lib/backups/commands/create-whole-image";
import { restoreBackup } from "@/lib/backups/commands/restore-backup";
import { MIB } from "@/lib/disk/model";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { storageOf } from "@/lib/regions/storage-of";
import { createSystemImage } from "@/lib/servers/commands/create-system-image";
import { reinstallServer } from "@/lib/servers/commands/reinstall-server";
import { aVault } from "@/lib/testing/backup-records";
import { testDatabase } from "@/lib/testing/database";
import { passSilence } from "@/lib/testing/dead-worker";
import { anAccount } from "@/lib/testing/factories";
import { holdStages } from "@/lib/testing/held-stages";
import { aRegistration } from "@/lib/testing/images";
import { KILLED_STAGES } from "@/lib/testing/killed-stages";
import { applyForServers, copyOf, diskOf, readsAs, writeOnto } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { type WorkerProcess, workerProcesses } from "@/lib/testing/worker-process";
import { createVolumes } from "@/lib/volumes/commands/create-volumes";
import { growVolume } from "@/lib/volumes/commands/grow-volume";

const database = testDatabase();
const disks = systemDisks("qcow2");
const PATIENCE = { timeout: 180_000, interval: 200 };

let processes: Awaited<ReturnType<typeof workerProcesses>>;
let worker: WorkerProcess;
let owner: Actor;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "ims-copies-"));
  processes = await workerProcesses(database);
  owner = (await anAccount()).owner;
  worker = await processes.start();
}, 120_000);
afterAll(async () => {
  await processes.remove();
  await rm(folder, { recursive: true, force: true });
});

const jobOf = (id: string) => db().job.findUniqueOrThrow({ where: { id } });
const running = (kinds: readonly string[]) =>
  db().job.count({ where: { kind: { in: [...kinds] }, status: { in: ["queued", "running"] } } });
const PATTERN = { byte: 0x5c, offset: 3_000 * MIB, length: 2 * MIB };

/** Servers that hold more than their image, and a copy of the disk each of them has. */
async function servers(count: number) {
  const { imageId } = await aRegistration(owner, await disks.bytes("qcow2"), { name: "golden" });
  await expect.poll(() => db().image.findUnique({ where: { id: imageId } }), PATIENCE).toMatchObject({ status: "active" });
  const { serverIds } = await applyForServers(owner, { imageId, count, name: "kill" });
  await expect.poll(() => running(["createServer", "fillVolume"]), PATIENCE).toBe(0);
  for (const serverId of serverIds) await writeOnto(await diskOf(serverId), PATTERN);
  return { golden: imageId, serverIds: [...serverIds], reference: await copyOf(await diskOf(serverIds[0] ?? ""), folder) };
}

interface Held {
  readonly kind: string;
  readonly stage: string;
  readonly jobId: string;
}

/** Begins work that is held in its stages, kills the worker there, and waits until another has done all of it. At most eight at once: every one holds a connection. */
async function killIn(begin: (hold: (held: Held) => Promise<void>) => Promise<void>): Promise<void> {
  const hold = await holdStages(database.url);
  const all: Held[] = [];
  await begin(async (held) => {
    await db().job.update({ where: { id: held.jobId }, data: { targetName: `held in ${held.stage}` } });
    all.push(held);
  });
  const at = async () =>
    (await Promise.all(all.map(({ jobId }) => jobOf(jobId)))).map(({ kind, status, stage }) => `${kind} ${status} ${stage}`);
  await expect.poll(at, PATIENCE).toEqual(all.map(({ kind, stage }) => `${kind} running ${stage}`));
  const other = await processes.start();
  await worker.kill();
  await hold.letGo();
  worker = other;
  await passSilence(all.map(({ jobId }) => jobId));
  const ends = async () =>
    (await Promise.all(all.map(({ jobId }) => jobOf(jobId)))).map(({ kind, status, attempt }) => `${kind} ${status} ${attempt}`);
  await expect.poll(ends, PATIENCE).toEqual(all.map(({ kind }) => `${kind} succeeded 2`));
  await expect.poll(() => running(["fillVolume", "removeVolumeData"]), PATIENCE).toBe(0);
  for (const { jobId, kind } of all)
    expect(await db().auditTrace.count({ where: { trace: `${kind}Job`, detail: { path: ["jobId"], equals: jobId } } })).toBe(1);
}

/** The image is Normal, holds the disk, and nothing else is stored for it. */
async function expectImage(imageId: string, reference: string): Promise<void> {
  const image = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { status: true, disk: true } });
  expect(image.status).toBe("active");
  const keys: string[] = [];
  for await (const { key } of storageOf("cn-north-4").list(`images/${imageId}/`)) keys.push(key);
  expect(keys).toEqual([image.disk?.storageKey]);
  const [copy = ""] = (await applyForServers(owner, { imageId, name: "copy" })).serverIds;
  await expect.poll(async () => (await diskOf(copy)).status, PATIENCE).toBe("independent");
  expect(await readsAs(await diskOf(copy), reference)).toBe(true);
}

it("killed in every stage of making images of servers, has them made by another, once", { timeout: 420_000 }, async () => {
  const stages = KILLED_STAGES.createImageFromVolume;
  const { serverIds, reference } = await servers(stages.length);
  const imageIds: string[] = [];
  await killIn(async (hold) => {
    for (const [index, stage] of stages.entries()) {
      const { imageId, jobId } = await createSystemImage(owner, { serverId: serverIds[index] ?? "", name: stage });
      imageIds.push(imageId);
      await hold({ kind: "createImageFromVolume", stage, jobId });
    }
  });
  for (const imageId of imageIds) await expectImage(imageId, reference);
  for (const serverId of serverIds) expect(await readsAs(await diskOf(serverId), reference)).toBe(true);
});

it("killed in every stage of full-server images with their backups, has them made by another, once", { timeout: 420_000 }, async () => {
  const stages = KILLED_STAGES.createWholeImage;
  const { serverIds, reference } = await servers(stages.length);
  const vaultId = await aVault(owner);
  const imageIds: string[] = [];
  await killIn(async (hold) => {
    for (const [index, stage] of stages.entries()) {
      const { imageId, jobId } = await createWholeImage(owner, { serverId: serverIds[index] ?? "", vaultId, name: stage });
      imageIds.push(imageId);
      await hold({ kind: "createWholeImage", stage, jobId });
    }
  });
  for (const imageId of imageIds) await expectImage(imageId, reference);
  const named = new Set((await db().backupDelta.findMany({ select: { storageKey: true } })).map(({ storageKey }) => storageKey));
  for await (const { key } of storageOf("cn-north-4").list("backups/")) expect(named).toContain(key);
});

it("killed in every stage of backups, restores, new systems and disks, has them done by another, once", { timeout: 420_000 }, async () => {
  const { golden, serverIds, reference } = await servers(7);
  const [first = "", second = "", reinstalled = "", grown = "", ...backedUp] = serverIds;
  const vaultId = await aVault(owner);
  const backups: string[] = [];
  for (const serverId of [first, second]) backups.push((await createBackup(owner, { serverId, vaultId, name: "before" })).backupId);
  await expect.poll(() => running(["createBackup"]), PATIENCE).toBe(0);
  for (const serverId of [first, second]) await writeOnto(await diskOf(serverId), { ...PATTERN, byte: 0x11 });
  await killIn(async (hold) => {
    for (const [index, stage] of KILLED_STAGES.createBackup.entries()) {
      const { jobId } = await createBackup(owner, { serverId: backedUp[index] ?? "", vaultId, name: "held" });
      await hold({ kind: "createBackup", stage, jobId });
    }
    for (const [index, stage] of KILLED_STAGES.restoreBackup.entries()) {
      const { jobId } = await restoreBackup(owner, { backupId: backups[index] ?? "" });
      await hold({ kind: "restoreBackup", stage, jobId });
    }
    await hold({
      kind: "reinstallServer",
      stage: "prepareDisk",
      ...(await reinstallServer(owner, { serverId: reinstalled, imageId: golden })),
    });
    await hold({ kind: "growVolume", stage: "grow", ...(await growVolume(owner, { volumeId: (await diskOf(grown)).id, sizeGb: 60 })) });
    const { volumeIds } = await createVolumes(owner, { zoneId: "cn-north-4a", volumes: [{ name: "held", sizeGb: 10 }] });
    const { id: jobId } = await db().job.findFirstOrThrow({ where: { volumeId: volumeIds[0] ?? "", kind: "createVolume" } });
    await hold({ kind: "createVolume", stage: "prepareDisk", jobId });
  });
  for (const serverId of [first, second, grown, ...backedUp]) expect(await readsAs(await diskOf(serverId), reference)).toBe(true);
  const replaced = await db().volume.findFirstOrThrow({ where: { serverId: reinstalled, bootable: true, status: { not: "deleted" } } });
  expect(replaced.status).toBe("independent");
});
