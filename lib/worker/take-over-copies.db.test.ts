import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BackupDiskReader } from "@/lib/backups/backup-disk-reader";
import { blockMap } from "@/lib/backups/block-map";
import { copyImage } from "@/lib/copies/commands/copy-image";
import { copyImageAcross } from "@/lib/copies/commands/copy-image-across";
import { GIB, MIB } from "@/lib/disk/model";
import { blockDigest, DIGEST_BYTES } from "@/lib/disk/zvhd2/manifest";
import { openZvhd2 } from "@/lib/disk/zvhd2/reader";
import { exportImage } from "@/lib/exports/commands/export-image";
import { createAgency } from "@/lib/iam/commands/create-agency";
import { manifestOf } from "@/lib/images/manifest-of";
import { openDisk } from "@/lib/images/open-disk";
import { createKey } from "@/lib/keys/commands/create-key";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { bucketObjectKey } from "@/lib/platform/storage/paths";
import { openStored } from "@/lib/platform/storage/random-access";
import { storageOf } from "@/lib/regions/storage-of";
import { aBackup, aVault } from "@/lib/testing/backup-records";
import { sha256Of } from "@/lib/testing/bytes";
import { testDatabase } from "@/lib/testing/database";
import { passSilence } from "@/lib/testing/dead-worker";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { holdStages } from "@/lib/testing/held-stages";
import { aRegisteredImage } from "@/lib/testing/images";
import { KILLED_STAGES } from "@/lib/testing/killed-stages";
import { aBucket } from "@/lib/testing/objects";
import { writeOnto } from "@/lib/testing/servers";
import { qemuImg } from "@/lib/testing/system-disks";
import { workerProcesses } from "@/lib/testing/worker-process";

const database = testDatabase();
const PATIENCE = { timeout: 90_000, interval: 50 };
const SOUTH = "cn-south-1";
const ACROSS = KILLED_STAGES.copyImageAcross;

let processes: Awaited<ReturnType<typeof workerProcesses>>;
beforeAll(async () => {
  processes = await workerProcesses(database);
});
afterAll(() => processes.remove());

const jobOf = (id: string) => db().job.findUniqueOrThrow({ where: { id } });
const imageOf = (id: string) => db().image.findUniqueOrThrow({ where: { id }, include: { disk: true } });

/** One job held in each of these stages; every account may copy four at once, so each has an account of its own. */
async function heldJobs(
  stages: readonly string[],
  begin: (owner: Actor, imageId: string, south: Actor) => Promise<{ jobId: string; imageId?: string }>,
  bytes: Uint8Array = randomBytes(3 * MIB),
) {
  return Promise.all(
    stages.map(async (stage) => {
      const account = await anAccount();
      const { imageId } = await aRegisteredImage(account.owner, bytes, { name: `source of ${stage}` });
      const begun = await begin(account.owner, imageId, await account.ownerIn(SOUTH));
      await db().job.update({ where: { id: begun.jobId }, data: { targetName: `held in ${stage}` } });
      return { stage, source: imageId, result: begun.imageId ?? "", jobId: begun.jobId, owner: account.owner };
    }),
  );
}

/** A disk of 1 GiB with some blocks written, as QCOW2: disks of servers are whole gibibytes. */
async function aGibibyteDisk(): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), "ims-take-over-"));
  const file = path.join(folder, `${randomUUID()}.qcow2`); // files of disks are called by their ids
  await qemuImg("create", "-q", "-f", "qcow2", file, "1G");
  for (const offset of [0, 700 * MIB]) await writeOnto({ path: file }, { byte: 0x5a, offset, length: 3 * MIB });
  const bytes = await readFile(file);
  await rm(folder, { recursive: true });
  return bytes;
}

/** Makes an image a full-server one, on a backup that holds the same disk. */
async function onBackup(owner: Actor, imageId: string): Promise<void> {
  const { disk } = await imageOf(imageId);
  if (disk === null) throw new Error("no disk");
  const opened = await openZvhd2(await openStored(storageOf(disk.regionId), disk.storageKey));
  const blocks = [...opened.extents()].map(({ block }, rank) => ({ block, delta: 0, digest: blockDigest(manifestOf(disk), rank) }));
  const sizeGb = Number(disk.virtualSizeBytes) / GIB;
  const sourceBackupId = await aBackup(owner, { sizeGb });
  await db().backupDisk.updateMany({ where: { backupId: sourceBackupId }, data: { sizeGb, blocks: blockMap.encode(blocks) } });
  await db().image.update({ where: { id: imageId }, data: { kind: "whole", sourceBackupId } });
}

/** Kills the worker that holds these jobs, each in its stage, and lets another end them. */
async function killWhileHeld(held: Awaited<ReturnType<typeof heldJobs>>): Promise<void> {
  const hold = await holdStages(database.url);
  const worker = await processes.start();
  const stages = async () => (await Promise.all(held.map(({ jobId }) => jobOf(jobId)))).map(({ status, stage }) => `${status} ${stage}`);
  await expect.poll(stages, PATIENCE).toEqual(held.map(({ stage }) => `running ${stage}`));
  await worker.kill();
  await hold.letGo();
  const next = await processes.start();
  await passSilence(held.map(({ jobId }) => jobId));
  await expect
    .poll(async () => (await Promise.all(held.map(({ jobId }) => jobOf(jobId)))).map(({ status }) => status), PATIENCE)
    .toEqual(held.map(() => "succeeded"));
  for (const { jobId } of held) expect((await jobOf(jobId)).attempt).toBe(2);
  await next.stop();
}

async function keysIn(regionId: string, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storageOf(regionId).list(prefix)) keys.push(key);
  return keys;
}

it("killed in every stage of a copy, has it made by another, whole and once (CPY-01)", { timeout: 240_000 }, async () => {
  const held = await heldJobs(KILLED_STAGES.copyImage, async (owner, imageId) => {
    const { keyId } = await createKey(owner, { name: "own" });
    return copyImage(owner, { imageId, name: "copy", encryption: "encrypt", keyId });
  });
  await killWhileHeld(held);
  for (const { source, result } of held) {
    const [from, to] = [await imageOf(source), await imageOf(result)];
    expect(to).toMatchObject({ status: "active", encrypted: true, disk: { contentDigest: from.disk?.contentDigest } });
    if (to.disk === null) throw new Error("no disk");
    const plain = await openDisk(to.disk);
    expect(sha256Of(await plain.read(0, plain.sizeBytes))).toBe(from.disk?.objectSha256);
    expect(await keysIn("cn-north-4", `images/${result}/`)).toEqual([to.disk.storageKey]);
    expect(await db().auditTrace.count({ where: { trace: "copyImageJob", resourceId: source } })).toBe(1);
  }
});

it("killed in every stage of a copy to another region, has it made by another, whole and once (CPY-04)", { timeout: 240_000 }, async () => {
  const held = await heldJobs(
    ACROSS.filter((stage) => stage !== "backUp"),
    async (owner, imageId, south) => {
      const { agencyId } = await createAgency(owner, { name: "to-south", projectId: projectOf(south).id });
      return copyImageAcross(owner, { imageId, name: "copy", targetRegionId: SOUTH, agencyId });
    },
  );
  await killWhileHeld(held);
  for (const { source, result } of held) {
    const [from, to] = [await imageOf(source), await imageOf(result)];
    expect(to).toMatchObject({ status: "active", regionId: SOUTH, disk: { regionId: SOUTH, objectSha256: from.disk?.objectSha256 } });
    if (to.disk === null) throw new Error("no disk");
    expect(sha256Of(await storageOf(SOUTH).read(to.disk.storageKey, 0, Number(to.disk.sizeBytes)))).toBe(from.disk?.objectSha256);
    expect(await keysIn(SOUTH, `images/${result}/`)).toEqual([to.disk.storageKey]);
    expect(await db().auditTrace.count({ where: { trace: "copyImageAcrossJob", resourceId: source } })).toBe(1);
  }
});

it("killed in every stage of a full-server image's copy to another region, has it and its backup made by another, whole and once (CPY-14)", {
  timeout: 240_000,
}, async () => {
  const begin: Parameters<typeof heldJobs>[1] = async (owner, imageId, south) => {
    const { agencyId } = await createAgency(owner, { name: "to-south", projectId: projectOf(south).id });
    await onBackup(owner, imageId);
    return copyImageAcross(owner, { imageId, name: "copy", targetRegionId: SOUTH, agencyId, targetVaultId: await aVault(south) });
  };
  const held = await heldJobs(
    ACROSS.filter((stage) => stage !== "prepare"),
    begin,
    await aGibibyteDisk(),
  );
  await killWhileHeld(held);
  for (const { source, result } of held) {
    const [from, to] = [await imageOf(source), await imageOf(result)];
    expect(to).toMatchObject({ status: "active", kind: "whole", disk: { regionId: SOUTH, objectSha256: from.disk?.objectSha256 } });
    const backup = await db().backup.findUniqueOrThrow({ where: { id: to.sourceBackupId ?? "" }, include: { disks: true } });
    expect(backup).toMatchObject({ status: "available", regionId: SOUTH });
    const [disk, ...more] = backup.disks;
    if (disk === undefined) throw new Error("no disk");
    expect([more, disk.deltaIds.length]).toEqual([[], 1]);
    const { storageKey } = await db().backupDelta.findUniqueOrThrow({ where: { id: disk.deltaIds[0] ?? "" } });
    expect(await keysIn(SOUTH, `backups/${backup.id}/`)).toEqual([storageKey]);
    // Every block is compared with its digest while it is read.
    let blocks = 0;
    for await (const { content } of new BackupDiskReader(disk).blocks()) blocks += content.length > 0 ? 1 : 0;
    expect(blocks * DIGEST_BYTES).toBe(from.disk?.blockDigests.length);
  }
});

it("killed in every stage of an export, has the file written by another, whole and once (EXP-13)", { timeout: 240_000 }, async () => {
  const objects = new Map<string, string>();
  const held = await heldJobs(KILLED_STAGES.exportImage, async (owner, imageId) => {
    const bucket = await aBucket(owner);
    const begun = await exportImage(owner, { imageId, bucketId: bucket.id, objectName: "disk.qcow2", format: "qcow2" });
    objects.set(begun.jobId, bucket.id);
    return { jobId: begun.jobId };
  });
  await killWhileHeld(held);
  for (const { source, jobId } of held) {
    const bucketId = objects.get(jobId) ?? "";
    const [object, ...others] = await db().bucketObject.findMany({ where: { bucketId } });
    if (object === undefined) throw new Error("no object");
    expect(others).toEqual([]);
    expect(object.storageKey).toBe(bucketObjectKey(bucketId, object.id));
    expect(sha256Of(await storageOf("cn-north-4").read(object.storageKey, 0, Number(object.sizeBytes)))).toBe(object.sha256);
    expect(await keysIn("cn-north-4", `buckets/${bucketId}/`)).toEqual([object.storageKey]);
    expect((await imageOf(source)).status).toBe("active");
    expect(await db().auditTrace.count({ where: { trace: "exportImageJob", resourceId: source } })).toBe(1);
  }
});
