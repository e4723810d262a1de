import { randomUUID } from "node:crypto";
import { existsSync, watch } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createBackup } from "@/lib/backups/commands/create-backup";
import { deleteBackup } from "@/lib/backups/commands/delete-backup";
import { createImage } from "@/lib/images/commands/create-image";
import { deleteImage } from "@/lib/images/commands/delete-image";
import { scrubImage } from "@/lib/images/commands/scrub-image";
import { storeImageFile } from "@/lib/images/store-image-file";
import type { JobKind } from "@/lib/jobs/model";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { authorize, inProject } from "@/lib/platform/operation/authorize";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { backupDeltaKey } from "@/lib/platform/storage/paths";
import { sweepScratch } from "@/lib/platform/storage/scratch";
import { storageOf } from "@/lib/regions/storage-of";
import { deleteServer } from "@/lib/servers/commands/delete-server";
import { aBackup, aVault } from "@/lib/testing/backup-records";
import { testDatabase } from "@/lib/testing/database";
import { passSilence } from "@/lib/testing/dead-worker";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { holdStages } from "@/lib/testing/held-stages";
import { aRegisteredImage, aRegistration } from "@/lib/testing/images";
import { KILLED_STAGES } from "@/lib/testing/killed-stages";
import { aBucket, anObject } from "@/lib/testing/objects";
import { applyForServers, diskOf } from "@/lib/testing/servers";
import { systemDisks } from "@/lib/testing/system-disks";
import { workerProcesses } from "@/lib/testing/worker-process";
import { createVolumes } from "@/lib/volumes/commands/create-volumes";
import { deleteVolume } from "@/lib/volumes/commands/delete-volume";
import { volumePath } from "@/lib/volumes/volume-files";

const database = testDatabase();
const disks = systemDisks("qcow2");
const PATIENCE = { timeout: 120_000, interval: 100 };
const REGION = "cn-north-4";
const LIMIT = { timeout: 240_000 };

let processes: Awaited<ReturnType<typeof workerProcesses>>;
beforeAll(async () => {
  processes = await workerProcesses(database);
});
afterAll(() => processes.remove());

const unfinished = (kinds: readonly JobKind[]) =>
  db().job.count({ where: { kind: { in: [...kinds] }, status: { in: ["queued", "running"] } } });

async function jobOf(kind: JobKind): Promise<string> {
  return (await db().job.findFirstOrThrow({ where: { kind, status: "queued" }, select: { id: true } })).id;
}

async function keysIn(prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storageOf(REGION).list(prefix)) keys.push(key);
  return keys;
}

/** Holds waiting jobs in these stages, kills the worker there, and has another do all of it, each once. At most eight: every one holds a connection. */
async function killIn(stages: ReadonlyMap<string, string>, whileHeld: () => Promise<void> = async () => undefined): Promise<void> {
  const ids = [...stages.keys()];
  const hold = await holdStages(database.url);
  for (const [id, stage] of stages) await db().job.update({ where: { id }, data: { targetName: `held in ${stage}` } });
  const worker = await processes.start();
  await expect.poll(() => hold.waiting(), PATIENCE).toBe(ids.length);
  await whileHeld();
  await worker.kill();
  await hold.letGo();
  const next = await processes.start();
  await passSilence(ids);
  const ends = async () => (await db().job.findMany({ where: { id: { in: ids } } })).map(({ status, attempt }) => `${status} ${attempt}`);
  await expect.poll(ends, PATIENCE).toEqual(ids.map(() => "succeeded 2"));
  for (const id of ids)
    expect(await db().auditTrace.count({ where: { detail: { path: ["jobId"], equals: id }, trace: { endsWith: "Job" } } })).toBe(1);
  expect(await next.stop()).toBe(0);
}

/** An image whose bytes came by the image API; answers the job that is to make its disk. */
async function anUpload(owner: Actor, bytes: Buffer): Promise<{ imageId: string; jobId: string }> {
  const { imageId } = await createImage(owner, {
    fields: { name: "uploaded", diskFormat: "qcow2", containerFormat: "bare" },
    properties: {},
  });
  await storeImageFile(owner, imageId, Readable.from([bytes]));
  const { id: jobId } = await db().job.findFirstOrThrow({ where: { imageId, kind: "convertOriginal" }, select: { id: true } });
  return { imageId, jobId };
}

it("killed in every stage of looking into files, of unwrapping, converting and checking, has it done by another, once", LIMIT, async () => {
  const { owner } = await anAccount();
  const bytes = await disks.bytes("qcow2");
  const { imageId: checked } = await aRegisteredImage(owner, bytes, { name: "checked" });
  const object = await anObject(owner, await aBucket(owner), { name: "disk.qcow2", bytes });
  const stages = new Map<string, string>();
  const uploads: string[] = [];
  for (const stage of KILLED_STAGES.convertOriginal) {
    const { imageId, jobId } = await anUpload(owner, bytes);
    uploads.push(imageId);
    stages.set(jobId, stage);
  }
  const wrapped = await aRegistration(owner, gzipSync(bytes), { name: "wrapped" });
  stages.set(wrapped.jobId, "unwrap");
  stages.set((await scrubImage(owner, { imageId: checked })).jobId, "scrub");
  const look = { kind: "inspectObject", payload: { objectId: object.id }, targetName: "" };
  const scope = inProject(authorize(owner, "ims:serverImages:create"));
  stages.set(await db().$transaction((tx) => enqueue(tx, owner, scope, look)), "work");

  await killIn(stages);
  const diskOfImage = async (id: string) => (await db().image.findUniqueOrThrow({ where: { id }, include: { disk: true } })).disk;
  const model = await diskOfImage(checked);
  expect(model).toMatchObject({ scrubbedAt: expect.any(Date), damage: null });
  expect(await db().auditTrace.count({ where: { trace: "scrubDisk", resourceId: checked } })).toBe(1);
  for (const imageId of [...uploads, wrapped.imageId]) {
    const disk = await diskOfImage(imageId);
    expect(disk?.contentDigest).toBe(model?.contentDigest);
    const { originalKey, failureCode } = await db().image.findUniqueOrThrow({ where: { id: imageId } });
    expect(failureCode).toBeNull();
    expect((await keysIn(`images/${imageId}/`)).sort()).toEqual(
      [disk?.storageKey, originalKey].filter((key) => typeof key === "string").sort(),
    );
  }
  expect((await db().bucketObject.findUniqueOrThrow({ where: { id: object.id } })).inspection).toMatchObject({
    state: "ok",
    facts: { format: "qcow2" },
  });
  await sweepScratch(new Date(Date.now() + 60_000)); // as the sweep does when what a dead worker unwrapped is an hour old
  expect(await readdir(path.join(database.dataDir, "scratch"))).toEqual([]);
});

it(
  "killed when it has removed what a server, a disk, an image and a backup held, has it said and ended by another, once",
  LIMIT,
  async () => {
    const { owner } = await anAccount();
    const { imageId } = await aRegisteredImage(owner, await disks.bytes("qcow2"), { name: "golden" });
    const { imageId: kept } = await aRegisteredImage(owner, await disks.bytes("qcow2"), { name: "kept" });
    const maker = await processes.start();
    const [serverId = ""] = (await applyForServers(owner, { imageId: kept, name: "gone" })).serverIds;
    const [volumeId = ""] = (await createVolumes(owner, { zoneId: `${REGION}a`, volumes: [{ name: "gone", sizeGb: 10 }] })).volumeIds;
    await expect.poll(() => unfinished(["createServer", "fillVolume", "createVolume"]), PATIENCE).toBe(0);
    const { backupId } = await createBackup(owner, { serverId, vaultId: await aVault(owner), name: "gone" });
    await expect.poll(() => unfinished(["createBackup"]), PATIENCE).toBe(0);
    expect(await maker.stop()).toBe(0);
    const files = [(await diskOf(serverId)).path, volumePath(REGION, volumeId)];
    const stored = async () => [(await keysIn(`images/${imageId}/`)).length, (await keysIn(`backups/${backupId}/`)).length];
    expect([files.map(existsSync), await stored()]).toEqual([
      [true, true],
      [1, 1],
    ]);

    await deleteBackup(owner, { backupId });
    await deleteServer(owner, { serverId });
    await deleteVolume(owner, { volumeId });
    await deleteImage(owner, { imageId });
    const kinds = ["removeServerData", "removeVolumeData", "removeImageData", "removeBackupData"] as const;
    const stages = new Map<string, string>();
    for (const kind of kinds) stages.set(await jobOf(kind), "work");
    const gone = async () => expect([files.some(existsSync), await stored()]).toEqual([false, [0, 0]]);
    await killIn(stages, gone);
    await gone();
    expect(await db().backupDelta.count()).toBe(0);
    expect(await db().imageDisk.count({ where: { storageKey: { startsWith: `images/${imageId}/` } } })).toBe(0);
    expect(await keysIn(`images/${kept}/`)).toHaveLength(1);
  },
);

it("killed among the blocks of a backup whose rows are gone, has the rest removed by another", LIMIT, async () => {
  const { owner } = await anAccount();
  const vaultId = await aVault(owner);
  const backupId = await aBackup(owner, { vaultId });
  const place = { regionId: projectOf(owner).regionId, vaultId, volumeId: randomUUID(), sizeBytes: 1n };
  const rows = Array.from({ length: 1000 }, () => randomUUID()).map((id) => ({ id, ...place, storageKey: backupDeltaKey(backupId, id) }));
  await db().backupDelta.createMany({ data: rows });
  for (const { storageKey } of rows) await storageOf(REGION).put(storageKey, Readable.from([Buffer.from("x")]));
  const folder = path.dirname((await storageOf(REGION).localPath(rows[0]?.storageKey ?? "")).path);

  const worker = await processes.start();
  const killed = Promise.withResolvers<void>();
  const watcher = watch(folder, () => {
    watcher.close();
    worker.kill().then(killed.resolve, killed.reject);
  });
  await deleteBackup(owner, { backupId });
  await killed.promise;
  expect(await db().backupDelta.count({ where: { vaultId } })).toBe(0);
  const left = await readdir(folder);
  expect(left.length).toBeGreaterThan(0);
  const { id: jobId } = await db().job.findFirstOrThrow({ where: { projectId: projectOf(owner).id, kind: "removeBackupData" } });
  const next = await processes.start();
  await passSilence([jobId]);
  await expect.poll(() => db().job.findUnique({ where: { id: jobId } }), PATIENCE).toMatchObject({ status: "succeeded", attempt: 2 });
  expect(await keysIn(`backups/${backupId}/`)).toEqual([]);
  expect(await next.stop()).toBe(0);
});
