import { randomBytes } from "node:crypto";
import { statSync, watch } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { MIB } from "@/lib/disk/model";
import { registerImage } from "@/lib/images/commands/register-image";
import { createKey } from "@/lib/keys/commands/create-key";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { storageOf } from "@/lib/regions/storage-of";
import { testDatabase } from "@/lib/testing/database";
import { passSilence, SAVED_MS } from "@/lib/testing/dead-worker";
import { anAccount } from "@/lib/testing/factories";
import { holdStages } from "@/lib/testing/held-stages";
import { anEncryptedRegistration } from "@/lib/testing/keys";
import { KILLED_STAGES } from "@/lib/testing/killed-stages";
import { aBucket, anObject } from "@/lib/testing/objects";
import { applyForServers, diskOf, readsAs } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { type WorkerProcess, workerProcesses } from "@/lib/testing/worker-process";
import { sweepUploads } from "@/lib/uploads/sweep-uploads";

const database = testDatabase();
const disks = systemDisks("raw", "qcow2");

/** What the issue allows between a worker's death and the next one's first move. Unit: ms. */
const TAKE_OVER_MS = 30_000;
/** A disk that takes long enough to be met while it is read and written. Unit: bytes. */
const LARGE = 64 * MIB;
const PATIENCE = { timeout: 60_000, interval: 50 };
/** Files that are wrapped are killed elsewhere. */
const STAGES = KILLED_STAGES.importImage.filter((stage) => stage !== "unwrap");
const storage = () => storageOf("cn-north-4");

let processes: Awaited<ReturnType<typeof workerProcesses>>;
let worker: WorkerProcess;
let owner: Actor;
beforeAll(async () => {
  processes = await workerProcesses(database);
  owner = (await anAccount()).owner;
  worker = await processes.start();
});
afterAll(() => processes.remove());

async function register(bytes: Uint8Array, name: string) {
  const object = await anObject(owner, await aBucket(owner), { name: "disk.img", bytes });
  return registerImage(owner, { objectId: object.id, name });
}

const jobOf = (id: string) => db().job.findUniqueOrThrow({ where: { id } });
const imageOf = (id: string) => db().image.findUniqueOrThrow({ where: { id }, select: { status: true, failureCode: true, disk: true } });

async function becomesNormal(imageId: string) {
  await expect.poll(() => imageOf(imageId), PATIENCE).toMatchObject({ status: "active", failureCode: null });
  return (await imageOf(imageId)).disk;
}

/** Kills the worker; answers how long it takes until another one has begun every one of these jobs. `after`: what follows the death. Unit: ms. */
async function killAndReplace(jobIds: readonly string[], after: () => Promise<void>): Promise<number> {
  const killed = performance.now();
  await worker.kill();
  worker = await processes.start();
  await after();
  const attempts = async () => (await Promise.all(jobIds.map(jobOf))).map(({ attempt }) => attempt);
  await expect.poll(attempts, PATIENCE).toEqual(jobIds.map(() => 2));
  return performance.now() - killed;
}

/** Nothing but the disk is stored for an image, and nothing unfinished lies about. */
async function expectNothingLeft(imageId: string, storageKey: string | undefined): Promise<void> {
  const keys: string[] = [];
  for await (const { key } of storage().list(`images/${imageId}/`)) keys.push(key);
  expect(keys).toEqual([storageKey]);
  const nextDay = new Date(Date.now() + 25 * 3_600_000);
  await sweepUploads("cn-north-4", nextDay);
  const staged: string[] = [];
  for await (const id of storage().listStaged(nextDay)) staged.push(id);
  expect(staged).toEqual([]);
}

it("killed in every stage of imports and of a server's making, has its work done by another within 30 s, once", {
  timeout: 180_000,
}, async () => {
  const source = await disks.bytes("qcow2");
  const model = await register(source, "model");
  const modelDisk = await becomesNormal(model.imageId);
  const lazy = await applyForServers(owner, { imageId: model.imageId, name: "lazy" });
  await expect.poll(async () => (await diskOf(lazy.serverIds[0] ?? "")).status, PATIENCE).toBe("independent");

  const hold = await holdStages(database.url);
  const imports = [];
  for (const stage of STAGES) imports.push({ stage: stage as string, ...(await register(source, `held in ${stage}`)) });
  const { serverIds } = await applyForServers(owner, { imageId: model.imageId, name: "held" });
  const serverId = serverIds[0] ?? "";
  const creation = await db().job.findFirstOrThrow({ where: { serverId }, select: { id: true } });
  await db().job.update({ where: { id: creation.id }, data: { targetName: "held in prepareDisk" } });
  const held = [...imports, { stage: "prepareDisk", jobId: creation.id }];
  const stages = async () => (await Promise.all(held.map(({ jobId }) => jobOf(jobId)))).map(({ status, stage }) => `${status} ${stage}`);
  await expect.poll(stages, PATIENCE).toEqual(held.map(({ stage }) => `running ${stage}`));

  expect(
    await killAndReplace(
      held.map(({ jobId }) => jobId),
      hold.letGo,
    ),
  ).toBeLessThan(TAKE_OVER_MS);
  const made = [];
  for (const { imageId, jobId } of imports) made.push({ imageId, jobId, disk: await becomesNormal(imageId) });
  // Not before all are there: the sweep that looks for what is left takes away what another is still writing.
  for (const { imageId, jobId, disk } of made) {
    expect(disk?.contentDigest).toBe(modelDisk?.contentDigest);
    await expectNothingLeft(imageId, disk?.storageKey);
    expect(await jobOf(jobId)).toMatchObject({ status: "succeeded", attempt: 2 });
    expect(await db().auditTrace.count({ where: { trace: "importImageJob", resourceId: imageId } })).toBe(1);
  }
  await expect.poll(async () => (await diskOf(serverId)).status, PATIENCE).toBe("independent");
  expect(await readsAs(await diskOf(serverId), disks.path("raw"))).toBe(true);
  expect(await db().auditTrace.count({ where: { trace: "createServerJob", resourceId: serverId } })).toBe(1);
  expect(await db().job.count({ where: { serverId, kind: "fillVolume" } })).toBe(1);
});

it("killed while the bytes of a disk are being written, leaves no part of it behind", { timeout: 180_000 }, async () => {
  const { imageId, jobId } = await register(randomBytes(LARGE), "half-written");
  await expect.poll(() => jobOf(jobId), { ...PATIENCE, interval: 5 }).toMatchObject({ stage: "convert" });
  const written = async () => {
    for await (const id of storage().listStaged(new Date(Date.now() + 1000)))
      if ((await (await storage().stage(id)).size()) > 0) return true;
    return false;
  };
  await expect.poll(written, { ...PATIENCE, interval: 2 }).toBe(true);
  expect(await killAndReplace([jobId], () => passSilence([jobId]))).toBeLessThan(TAKE_OVER_MS - SAVED_MS);
  const disk = await becomesNormal(imageId);
  await expectNothingLeft(imageId, disk?.storageKey);
});

it.each(["plain", "encrypted"])(
  "killed while it fills a server's %s disk, leaves a whole disk that the next one fills",
  { timeout: 180_000 },
  async (kind) => {
    const bytes = randomBytes(LARGE);
    const raw = path.join(disks.folder, "to-be-filled.raw");
    await writeFile(raw, bytes);
    const encrypted = kind === "encrypted";
    const { imageId } = encrypted
      ? await anEncryptedRegistration(owner, (await createKey(owner, { name: "mine" })).keyId, bytes)
      : await register(bytes, "to-be-filled");
    await becomesNormal(imageId);
    const killed = Promise.withResolvers<number>();
    const folder = path.join(database.dataDir, "regions/cn-north-4/volumes");
    const watcher = watch(folder, (_, name) => {
      if (!name?.endsWith(".filling") || statSync(path.join(folder, name)).size < 16 * MIB) return;
      watcher.close();
      worker.kill().then(() => killed.resolve(performance.now()), killed.reject);
    });
    const { serverIds } = await applyForServers(owner, { imageId, name: "to-be-filled" });
    const serverId = serverIds[0] ?? "";
    const killedAt = await killed.promise;
    const fill = await db().job.findFirstOrThrow({ where: { serverId, kind: "fillVolume" } });
    expect(fill).toMatchObject({ status: "running", attempt: 1 });
    worker = await processes.start();
    const { path: file, status } = await diskOf(serverId);
    expect(status).toBe("lazy");
    // Any piece of 2 MiB may be the first that stands there: they are copied several at once.
    const pieces = Array.from({ length: LARGE / (2 * MIB) }, (_, index) => bytes.subarray(index * 2 * MIB, index * 2 * MIB + 64));
    const holdsPlain = async (name: string) => {
      const written = await readFile(name);
      return pieces.some((piece) => written.includes(piece));
    };
    expect(await holdsPlain(`${file}.filling`)).toBe(!encrypted);
    // The next worker serves the image's disk as soon as the dead one's lock is free.
    await expect.poll(async () => readsAs(await diskOf(serverId), raw).catch(() => false), PATIENCE).toBe(true);
    await passSilence([fill.id]);
    await expect.poll(() => jobOf(fill.id), PATIENCE).toMatchObject({ attempt: 2 });
    expect(performance.now() - killedAt).toBeLessThan(TAKE_OVER_MS - SAVED_MS);
    await expect.poll(async () => (await diskOf(serverId)).status, PATIENCE).toBe("independent");
    expect(await readsAs(await diskOf(serverId), raw)).toBe(true);
    expect(await holdsPlain(file)).toBe(!encrypted);
  },
);

it("frozen until another has done its work, changes nothing when it thaws, and goes on with the next job", {
  timeout: 180_000,
}, async () => {
  const { imageId, jobId } = await register(randomBytes(LARGE), "overtaken");
  await expect.poll(() => jobOf(jobId), { ...PATIENCE, interval: 5 }).toMatchObject({ stage: "convert" });
  worker.freeze();
  const frozen = worker;
  worker = await processes.start();
  await passSilence([jobId]);
  const disk = await becomesNormal(imageId);
  expect(await jobOf(jobId)).toMatchObject({ status: "succeeded", attempt: 2 });
  frozen.thaw();
  await expect.poll(() => frozen.log(), PATIENCE).toContain("another worker has this job now");
  expect(await jobOf(jobId)).toMatchObject({ status: "succeeded", attempt: 2 });
  expect((await imageOf(imageId)).disk).toEqual(disk);
  expect(await db().auditTrace.count({ where: { trace: "importImageJob", resourceId: imageId } })).toBe(1);
  expect(await worker.stop()).toBe(0);
  const { imageId: nextId } = await register(await disks.bytes("qcow2"), "next");
  await becomesNormal(nextId);
  expect(await frozen.stop()).toBe(0);
});

it("told to stop in the middle of its work, hands it back at once", { timeout: 180_000 }, async () => {
  const leaving = await processes.start();
  const { imageId, jobId } = await register(randomBytes(LARGE), "handed-back");
  await expect.poll(() => jobOf(jobId), { ...PATIENCE, interval: 5 }).toMatchObject({ stage: "convert" });
  expect(await leaving.stop()).toBe(0);
  expect(await jobOf(jobId)).toMatchObject({ status: "queued", attempt: 1 });
  worker = await processes.start();
  await passSilence([jobId]);
  const disk = await becomesNormal(imageId);
  expect(await jobOf(jobId)).toMatchObject({ attempt: 2 });
  await expectNothingLeft(imageId, disk?.storageKey);
});
