import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { GIB } from "@/lib/disk/model";
import { createKey } from "@/lib/keys/commands/create-key";
import { disableKey } from "@/lib/keys/commands/disable-key";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { getQuota } from "@/lib/quotas/queries/get-quota";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { runJobs } from "@/lib/testing/jobs";
import { aBucket, anObject } from "@/lib/testing/objects";
import { qemuImg, systemDisks } from "@/lib/testing/system-disks";
import { registerImage } from "./commands/register-image";
import { retryImage } from "./commands/retry-image";
import { getImage } from "./queries/get-image";

testDatabase();
const disks = systemDisks("raw", "qcow2");
const OS = "Fedora 29 64bit";

async function aFile(actor: Actor, name: string, bytes: Uint8Array) {
  const bucket = await aBucket(actor);
  return { bucket, ...(await anObject(actor, bucket, { name, bytes })) };
}

/** A QCOW2 file of some kilobytes that holds an empty disk of this capacity. */
async function anEmptyDisk(size: string): Promise<Buffer> {
  const file = path.join(disks.folder, `empty-${size}.qcow2`);
  await qemuImg("create", "-f", "qcow2", file, size);
  return readFile(file);
}

const statesOf = async (actor: Actor) =>
  await db().image.findMany({
    where: { accountId: actor.accountId },
    orderBy: { name: "asc" },
    select: { name: true, kind: true, status: true, failureCode: true },
  });

describe("data disk images of files", () => {
  it("takes a capacity of 40 to 2048 GB (LIM-15, PRI-13)", async () => {
    const { owner } = await anAccount();
    const { id: objectId } = await aFile(owner, "data.qcow2", await anEmptyDisk("1G"));
    const register = (minDiskGb: number) =>
      registerImage(owner, { kind: "data", objectId, name: `d-${minDiskGb}`, minDiskGb, osFamily: "linux" });
    await expect(register(39)).rejects.toMatchObject({ code: "dataDiskSizeOutOfRange" });
    await expect(register(2049)).rejects.toMatchObject({ code: "dataDiskSizeOutOfRange" });
    expect(await statesOf(owner)).toEqual([]);
    const { imageId } = await register(40);
    await register(2048);
    await runJobs(owner);
    expect(await getImage(owner, { imageId })).toMatchObject({
      kind: "data",
      state: "normal",
      minDiskGb: 40,
      osFamily: "linux",
      osVersion: null,
      architecture: null,
    });
    expect((await statesOf(owner)).map(({ status }) => status)).toEqual(["active", "active"]);
  });

  it("is never smaller than the disk in the file: 99 fails, 100 passes (LIM-16, PRI-13)", async () => {
    const { owner } = await anAccount();
    const { id: objectId } = await aFile(owner, "data.qcow2", await anEmptyDisk("100G"));
    const register = (minDiskGb?: number) => registerImage(owner, { kind: "data", objectId, name: `d-${minDiskGb}`, minDiskGb });
    for (const size of [99, 100, undefined]) await register(size);
    await runJobs(owner);
    expect(await statesOf(owner)).toMatchObject([
      { name: "d-100", status: "active" },
      { name: "d-99", status: "killed", failureCode: "dataDiskSmallerThanFile" },
      { name: "d-undefined", status: "active" },
    ]);
  });

  it("is refused beforehand where the file has been looked into (LIM-16)", async () => {
    const { owner } = await anAccount();
    const { id: objectId } = await aFile(owner, "data.qcow2", await anEmptyDisk("1G"));
    const inspection = { state: "ok", facts: { format: "qcow2", virtualSizeBytes: 100 * GIB }, os: null };
    await db().bucketObject.update({ where: { id: objectId }, data: { inspection } });
    const refused = registerImage(owner, { kind: "data", objectId, name: "d", minDiskGb: 99 });
    await expect(refused).rejects.toMatchObject({ code: "dataDiskSmallerThanFile", detail: { min: 100, asked: 99 } });
  });
});

describe("a system disk with data disks", () => {
  it("makes an image of each file, and counts each (PRI-05, PRI-13, PRI-20)", async () => {
    const { owner } = await anAccount();
    const system = await aFile(owner, "system.qcow2", await disks.bytes("qcow2"));
    const data = await Promise.all(["1G", "2G", "3G"].map(async (size) => aFile(owner, "data.qcow2", await anEmptyDisk(size))));
    const dataDisks = data.map(({ id }, index) => ({ objectId: id, diskGb: 40 + index }));
    const tags = [{ key: "env", value: "prod" }];
    const made = await registerImage(owner, { objectId: system.id, name: "web", dataDisks, tags, description: "all of it" });
    expect(made.dataImageIds).toHaveLength(3);
    expect(await getQuota(owner, {})).toMatchObject({ imagesUsed: 4, tasksRunning: 4 });
    await runJobs(owner);
    expect(await statesOf(owner)).toMatchObject([
      { name: "web", kind: "system", status: "active" },
      { name: "web-data-1", kind: "data", status: "active" },
      { name: "web-data-2", kind: "data", status: "active" },
      { name: "web-data-3", kind: "data", status: "active" },
    ]);
    expect(await getImage(owner, { imageId: made.dataImageIds[2] ?? "" })).toMatchObject({
      minDiskGb: 42,
      tags: ["env=prod"],
      description: "all of it",
    });
  });

  it("takes every file once, at most three, and all or none (LIM-12, LIM-01, LIM-02)", async () => {
    const { owner } = await anAccount();
    const { id: objectId } = await aFile(owner, "system.qcow2", await disks.bytes("qcow2"));
    const { id: other } = await aFile(owner, "data.qcow2", await anEmptyDisk("1G"));
    const disk = { objectId: other, diskGb: 40 };
    const register = (dataDisks: (typeof disk)[]) => registerImage(owner, { objectId, name: "web", dataDisks });
    await expect(register([disk, disk])).rejects.toMatchObject({ code: "dataImageAlreadySelected" });
    await expect(register([{ objectId, diskGb: 40 }])).rejects.toMatchObject({ code: "dataImageAlreadySelected" });
    await expect(register([disk, disk, disk, disk])).rejects.toMatchObject({ code: "invalidArgument" });
    await expect(register([{ ...disk, diskGb: 39 }])).rejects.toMatchObject({ code: "dataDiskSizeOutOfRange" });
    const { id: projectId } = projectOf(owner);
    await db().projectQuota.update({ where: { projectId }, data: { imagesLimit: 1 } });
    await expect(register([disk])).rejects.toMatchObject({ code: "imageQuotaExceeded" });
    await db().projectQuota.update({ where: { projectId }, data: { imagesLimit: 50, tasksLimit: 1 } });
    await expect(register([disk])).rejects.toMatchObject({ code: "createTaskLimitExceeded" });
    expect(await statesOf(owner)).toEqual([]);
    expect(await getQuota(owner, {})).toMatchObject({ imagesUsed: 0, tasksRunning: 0 });
    await db().projectQuota.update({ where: { projectId }, data: { imagesLimit: 2, tasksLimit: 2 } });
    await register([disk]);
  });

  it("ends one without the others: a broken data disk leaves the system disk image", async () => {
    const { owner } = await anAccount();
    const system = await aFile(owner, "system.qcow2", await disks.bytes("qcow2"));
    const broken = await aFile(owner, "data.qcow2", (await disks.bytes("qcow2")).subarray(0, 70_000));
    await registerImage(owner, { objectId: system.id, name: "web", dataDisks: [{ objectId: broken.id, diskGb: 40 }] });
    await runJobs(owner);
    expect((await statesOf(owner)).map(({ status }) => status)).toEqual(["active", "killed"]);
  });
});

describe("quick import", () => {
  it("takes RAW by its map and reads nothing else; the disk is the same (PRI-08)", async () => {
    const { owner } = await anAccount();
    const { bucket, id: objectId } = await aFile(owner, "disk.raw", await disks.bytes("raw"));
    const normal = await registerImage(owner, { objectId, name: "normal" });
    const register = () => registerImage(owner, { objectId, name: "quick", quick: true, osVersion: OS });
    const blind = await register();
    await runJobs(owner);
    expect(await getImage(owner, blind)).toMatchObject({
      state: "error",
      failureCode: "formatNotSupported",
      failureDetail: { reason: "blockMap" },
    });
    await anObject(owner, bucket, {
      name: "disk.mf",
      bytes: Buffer.from(await qemuImg("map", "--output=json", "-f", "raw", disks.path("raw"))),
    });
    const quick = await register();
    await runJobs(owner);
    const made = await getImage(owner, quick);
    expect(made).toMatchObject({ state: "normal", sourceFormat: "raw", storedFormat: "zvhd2", osVersion: OS });
    expect(made.contentDigest).toBe((await getImage(owner, normal)).contentDigest);
  });

  it("refuses a map that lies, and other formats (PRI-08)", async () => {
    const { owner } = await anAccount();
    const { bucket, id: objectId } = await aFile(owner, "disk.raw", await disks.bytes("raw"));
    await anObject(owner, bucket, { name: "disk.mf", bytes: Buffer.from('[{"start":0,"length":99999999999,"data":true}]') });
    const lying = await registerImage(owner, { objectId, name: "lying", quick: true, osVersion: OS });
    const qcow2 = await aFile(owner, "disk.qcow2", await disks.bytes("qcow2"));
    const other = await registerImage(owner, { objectId: qcow2.id, name: "other", quick: true, osVersion: OS });
    await runJobs(owner);
    expect(await getImage(owner, lying)).toMatchObject({ failureCode: "corruptImage", failureDetail: { construct: "blockMap" } });
    expect(await getImage(owner, other)).toMatchObject({ failureCode: "formatNotSupported", failureDetail: { reason: "quickFormats" } });
    const { jobId } = await retryImage(owner, other);
    expect(await db().job.findUniqueOrThrow({ where: { id: jobId } })).toMatchObject({ payload: { quick: true } });
  });

  it("takes 128 GB by normal import and 1 TB by quick import, and no byte more (LIM-06, PRI-08, AMB-36)", async () => {
    const { owner } = await anAccount();
    const { id: objectId } = await aFile(owner, "disk.raw", Buffer.alloc(512));
    const register = async (sizeBytes: number, quick: boolean) => {
      await db().bucketObject.update({ where: { id: objectId }, data: { sizeBytes } });
      return registerImage(owner, { objectId, name: "big", quick, osVersion: OS });
    };
    await register(128 * GIB, false);
    await expect(register(128 * GIB + 1, false)).rejects.toMatchObject({ code: "imageTooLarge", detail: { maxBytes: 128 * GIB } });
    await register(1024 * GIB, true);
    await expect(register(1024 * GIB + 1, true)).rejects.toMatchObject({ code: "imageTooLarge" });
  });
});

describe("ISO images", () => {
  it("registers an ISO file as an ISO image, never as a disk, never encrypted (IMG-11, PRI-09, LIM-07, LIM-10, PRI-18)", async () => {
    const { owner } = await anAccount();
    const bytes = anIso();
    const { id: objectId } = await aFile(owner, "install-29.iso", bytes);
    const iso = { kind: "iso", objectId, name: "install", osVersion: OS } as const;
    await expect(registerImage(owner, { ...iso, encrypted: true })).rejects.toMatchObject({ code: "isoImageNotAllowed" });
    await expect(registerImage(owner, { ...iso, osVersion: undefined })).rejects.toMatchObject({ code: "invalidArgument" });
    const made = await registerImage(owner, iso);
    const disk = await registerImage(owner, { objectId, name: "as-disk" });
    await runJobs(owner);
    expect(await getImage(owner, made)).toMatchObject({ kind: "iso", state: "normal", sourceFormat: "iso", osVersion: OS });
    expect(await getImage(owner, disk)).toMatchObject({ state: "error", failureCode: "isoImageNotAllowed" });
    const { id: raw } = await aFile(owner, "no.iso", await disks.bytes("raw"));
    const fake = await registerImage(owner, { ...iso, objectId: raw });
    await runJobs(owner);
    expect(await getImage(owner, fake)).toMatchObject({ state: "error", failureCode: "formatMismatch" });
  });
});

describe("encrypted images of files", () => {
  it("is encrypted under the chosen key, or the project's default one (PRI-18, SEC-02)", async () => {
    const { owner } = await anAccount();
    const { keyId } = await createKey(owner, { name: "mine" });
    const { id: objectId } = await aFile(owner, "disk.qcow2", await disks.bytes("qcow2"));
    const chosen = await registerImage(owner, { objectId, name: "chosen", encrypted: true, keyId });
    const usual = await registerImage(owner, { objectId, name: "usual", encrypted: true });
    await runJobs(owner);
    expect(await getImage(owner, chosen)).toMatchObject({ state: "normal", encrypted: true });
    expect(await getImage(owner, usual)).toMatchObject({ state: "normal", encrypted: true });
    const keyOf = ({ imageId }: { imageId: string }) =>
      db().image.findUnique({ where: { id: imageId }, select: { key: { select: { name: true } } } });
    expect([await keyOf(chosen), await keyOf(usual)]).toEqual([{ key: { name: "mine" } }, { key: { name: "ims/default" } }]);
  });

  it("is refused with a disabled key, another account's, and for bare metal (SEC-03, PRI-07)", async () => {
    const [{ owner }, other] = [await anAccount(), await anAccount()];
    const { keyId } = await createKey(owner, { name: "mine" });
    const foreign = await createKey(other.owner, { name: "theirs" });
    const { id: objectId } = await aFile(owner, "disk.qcow2", await disks.bytes("qcow2"));
    const register = (more: object) => registerImage(owner, { objectId, name: "x", encrypted: true, ...more });
    await expect(register({ keyId: foreign.keyId })).rejects.toMatchObject({ code: "invalidArgument", detail: { reason: "keyNotFound" } });
    await expect(register({ fitsBms: true })).rejects.toMatchObject({ code: "encryptedImageNotAllowed" });
    await disableKey(owner, { keyId });
    await expect(register({ keyId })).rejects.toMatchObject({ detail: { reason: "keyUnavailable" } });
    expect(await statesOf(owner)).toEqual([]);
  });
});

it("keeps the flag for bare metal, tags and memory (PRI-07, PRI-23, AMB-45)", async () => {
  const { owner } = await anAccount();
  const { id: objectId } = await aFile(owner, "disk.qcow2", await disks.bytes("qcow2"));
  const tags = Array.from({ length: 11 }, (_, index) => ({ key: `k${index}`, value: "" }));
  const input = { objectId, name: "bms", fitsBms: true, minRamMb: 1024, maxRamMb: 4096 };
  await expect(registerImage(owner, { ...input, tags })).rejects.toMatchObject({ code: "tagLimitExceeded" });
  const made = await registerImage(owner, { ...input, tags: tags.slice(0, 10) });
  expect(await getImage(owner, made)).toMatchObject({ fitsBms: true, minRamMb: 1024, maxRamMb: 4096 });
  expect((await getImage(owner, made)).tags).toHaveLength(10);
});

/** An empty ISO 9660 file system: a primary volume descriptor and the end of the set. Source: ECMA-119, 8. */
function anIso(): Buffer {
  const bytes = Buffer.alloc(40 * 2048);
  bytes.write("\u0001CD001\u0001", 16 * 2048, "latin1");
  bytes.writeUInt32LE(40, 16 * 2048 + 80);
  bytes.writeUInt32BE(40, 16 * 2048 + 84);
  bytes.writeUInt16LE(2048, 16 * 2048 + 128);
  bytes.writeUInt16BE(2048, 16 * 2048 + 130);
  bytes.write("\u00ffCD001\u0001", 17 * 2048, "latin1");
  return bytes;
}
