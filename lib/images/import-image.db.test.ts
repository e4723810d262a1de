import { mkdtemp, readFile, truncate } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { GIB, MIB } from "@/lib/disk/model";
import { openZvhd2 } from "@/lib/disk/zvhd2/reader";
import { cancelJob } from "@/lib/jobs/commands/cancel-job";
import { listJobs } from "@/lib/jobs/queries/list-jobs";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { openStored } from "@/lib/platform/storage/random-access";
import { storageOf } from "@/lib/regions/storage-of";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage, aRegistration } from "@/lib/testing/images";
import { atStage, deliverJob, runJobs } from "@/lib/testing/jobs";
import { qemuImg, systemDisks } from "@/lib/testing/system-disks";
import { deleteImage } from "./commands/delete-image";
import { retryImage } from "./commands/retry-image";
import { getImage } from "./queries/get-image";

testDatabase();
const disks = systemDisks("raw", "qcow2", "vmdk", "vhd");

const STAGES = ["inspect", "convert", "verify", "detect", "register"] as const;
const storage = () => storageOf("cn-north-4");

/** The keys of everything stored for an image. */
async function storedFor(imageId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage().list(`images/${imageId}/`)) keys.push(key);
  return keys;
}

async function staged(): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of storage().listStaged(new Date(Date.now() + 1000))) ids.push(id);
  return ids;
}

async function diskOf(imageId: string) {
  const { disk } = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { disk: true } });
  if (disk === null) throw new Error("the image has no disk");
  return disk;
}

it.each([
  ["raw", "raw", undefined],
  ["qcow2", "qcow2", "v3"],
  ["vmdk", "vmdk", "streamOptimized"],
  ["vhd", "vhd", "dynamic"],
] as const)(
  "makes a Normal image with the disk's own facts of a %s file, which stays in its bucket (PRI-06, LIF-01, FMT-04)",
  async (file, format, subformat) => {
    const { owner } = await anAccount();
    const { imageId, jobId, object } = await aRegistration(owner, await disks.bytes(file));
    expect(await getImage(owner, { imageId })).toMatchObject({ status: "queued", state: "creating", storedFormat: null });
    await runJobs(owner);
    expect(await getImage(owner, { imageId })).toMatchObject({
      status: "active",
      state: "normal",
      sourceKind: "file",
      sourceName: "disk.img",
      sourceFormat: format,
      ...(subformat === undefined ? {} : { sourceSubformat: subformat }),
      storedFormat: "zvhd2",
      minDiskGb: 40,
      osFamily: "linux",
      osPlatform: "Fedora",
      osVersion: "Fedora 29 64bit",
      osBits: 64,
      architecture: "x86",
      bootMode: "bios",
      failureCode: null,
      job: null,
    });
    expect(await db().bucketObject.count({ where: { id: object.id } })).toBe(1);
    expect(await storage().stat(object.storageKey)).toBeDefined();
    const disk = await diskOf(imageId);
    expect(await storedFor(imageId)).toEqual([disk.storageKey]);
    expect(disk.virtualSizeBytes).toBe(BigInt(24 * MIB));
    expect((await openZvhd2(await openStored(storage(), disk.storageKey))).virtualSizeBytes).toBe(24 * MIB);
    expect((await listJobs(owner, { imageId })).items).toMatchObject([{ id: jobId, status: "succeeded", percent: 100 }]);
  },
);

it("keeps the same content digest whatever format the disk came in", async () => {
  const { owner } = await anAccount();
  const images = [];
  for (const format of ["raw", "qcow2"] as const) images.push(await aRegisteredImage(owner, await disks.bytes(format)));
  const digests = await Promise.all(images.map(async ({ imageId }) => (await diskOf(imageId)).contentDigest));
  expect(new Set(digests).size).toBe(1);
});

it("is one task of one image, with its stages, times and, when it fails, the reason (PRI-24)", async () => {
  const { owner } = await anAccount();
  const { imageId, jobId } = await aRegistration(owner, await disks.bytes("qcow2"));
  const seen: string[] = [];
  await deliverJob(jobId, (run) => {
    const enter = run.stage.bind(run);
    run.stage = async (name, progress) => {
      await enter(name, progress);
      const { items } = await listJobs(owner, { imageId });
      seen.push(`${items[0]?.status} ${items[0]?.stage} ${items[0]?.percent}`);
    };
  });
  expect(seen).toEqual(["running inspect 0", "running convert 3", "running verify 70", "running detect 90", "running register 97"]);
  const { items } = await listJobs(owner, {});
  expect(items).toMatchObject([
    { id: jobId, kind: "importImage", status: "succeeded", imageId, targetName: "web-server", errorCode: null },
  ]);
  const [job] = items;
  expect(new Date(job?.startedAt ?? 0).getTime()).toBeGreaterThanOrEqual(new Date(job?.createdAt ?? "").getTime());
  expect(new Date(job?.endedAt ?? 0).getTime()).toBeGreaterThanOrEqual(new Date(job?.startedAt ?? "").getTime());

  const broken = await aRegistration(owner, Buffer.alloc(3));
  await runJobs(owner);
  const [failed] = (await listJobs(owner, { imageId: broken.imageId })).items;
  expect(failed).toMatchObject({ status: "failed", errorCode: expect.stringMatching(/\w/) });
  expect(failed?.endedAt).not.toBeNull();
  expect(await getImage(owner, { imageId: broken.imageId })).toMatchObject({ failureCode: failed?.errorCode });
});

it("goes to Error with the reason, leaves no bytes, counts until it is deleted, and can be deleted (LIF-05)", async () => {
  const { owner } = await anAccount();
  const used = async () => (await db().projectQuota.findFirstOrThrow({ where: { projectId: owner.project?.id ?? "" } })).imagesUsed;
  const qcow2 = await disks.bytes("qcow2");
  const { imageId, object } = await aRegisteredImage(owner, qcow2.subarray(0, qcow2.length / 2));
  expect(await getImage(owner, { imageId })).toMatchObject({ status: "killed", state: "error", failureCode: "truncatedImage" });
  expect([await storedFor(imageId), await staged()]).toEqual([[], []]);
  expect(await storage().stat(object.storageKey)).toBeDefined();
  expect(await used()).toBe(1);
  await deleteImage(owner, { imageId });
  expect(await used()).toBe(0);
});

it("refuses a disk that is larger than the size that was chosen", async () => {
  const { owner } = await anAccount();
  const { imageId, object } = await aRegistration(owner, await disks.bytes("raw"), { minDiskGb: 40 });
  const { path } = await storage().localPath(object.storageKey);
  await truncate(path, 41 * GIB);
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({
    status: "killed",
    failureCode: "systemDiskSmallerThanFile",
    failureDetail: { min: 41, asked: 40 },
  });
});

it("takes the blocks of a ZVHD2 file over as they are, under a file of the image's own, recognised and verified anew (PRI-08, FMT-06)", async () => {
  const { owner } = await anAccount();
  const first = await aRegisteredImage(owner, await disks.bytes("qcow2"));
  const before = await diskOf(first.imageId);
  const { path: stored, release } = await storage().localPath(before.storageKey);
  const bytes = await readFile(stored).finally(release);
  const { imageId } = await aRegisteredImage(owner, bytes, { name: "quick", quick: true, osVersion: "Fedora 29 64bit" });
  expect(await getImage(owner, { imageId })).toMatchObject({ state: "normal", sourceFormat: "zvhd2", osPlatform: "Fedora" });
  const after = await diskOf(imageId);
  const same = { contentDigest: before.contentDigest, blockDigests: before.blockDigests, sizeBytes: before.sizeBytes };
  expect(after).toMatchObject(same);
  expect(after.objectSha256).not.toBe(before.objectSha256);
});

it.each([
  ["qcow2", "over another file", ["-b", "/etc/hostname", "-F", "raw", "-u"], "qcow2.backingFile"],
  ["qcow2", "with its data in another file", ["-o", "data_file=elsewhere.raw,data_file_raw=on"], "qcow2.dataFile"],
  ["vmdk", "with its data in another file", ["-o", "subformat=monolithicFlat"], "vmdk.extent"],
] as const)("refuses a %s file %s, with the construct, and makes no disk of it", async (format, _, options, construct) => {
  const { owner } = await anAccount();
  const file = path.join(await mkdtemp(path.join(disks.folder, "hostile-")), `disk.${format}`);
  await qemuImg("create", "-q", "-f", format, ...options.map((option) => option.replace("elsewhere", `${file}.data`)), file, "64M");
  const { imageId } = await aRegisteredImage(owner, await readFile(file));
  expect(await getImage(owner, { imageId })).toMatchObject({
    status: "killed",
    failureCode: "unsafeImage",
    failureDetail: expect.objectContaining({ construct }),
  });
  expect(await storedFor(imageId)).toEqual([]);
});

it.each(STAGES)("handed back in the stage %s and run again, ends the same with one object", async (stage) => {
  const { owner } = await anAccount();
  const { imageId, jobId } = await aRegistration(owner, await disks.bytes("qcow2"));
  const shutdown = new AppError("storageUnavailable", { reason: "shutdown" });
  await deliverJob(
    jobId,
    atStage(stage, (run) => run.abort(shutdown)),
  );
  expect(await getImage(owner, { imageId })).toMatchObject({ status: "saving", job: { status: "queued" } });
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({ status: "active", osPlatform: "Fedora" });
  expect(await storedFor(imageId)).toEqual([(await diskOf(imageId)).storageKey]);
  expect(await staged()).toEqual([]);
  expect(await db().job.findUniqueOrThrow({ where: { id: jobId } })).toMatchObject({ status: "succeeded", attempt: 2 });
  expect(await db().auditTrace.count({ where: { trace: "importImageJob", resourceId: imageId, outcome: "done" } })).toBe(1);
});

it.each(STAGES.slice(0, -1))("cancelled in the stage %s, leaves nothing behind and can be tried again", async (stage) => {
  const { owner } = await anAccount();
  const { imageId, jobId } = await aRegistration(owner, await disks.bytes("qcow2"));
  await deliverJob(
    jobId,
    atStage(stage, () => cancelJob(owner, { jobId })),
  );
  expect(await getImage(owner, { imageId })).toMatchObject({ status: "killed", failureCode: "cancelled" });
  expect((await listJobs(owner, { imageId })).items).toMatchObject([{ status: "cancelled" }]);
  expect([await storedFor(imageId), await staged()]).toEqual([[], []]);
  await retryImage(owner, { imageId });
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({ status: "active", failureCode: null });
  expect(await storedFor(imageId)).toHaveLength(1);
});

it("delivered twice at the same time, has its effect once", async () => {
  const { owner } = await anAccount();
  const { imageId, jobId } = await aRegistration(owner, await disks.bytes("qcow2"));
  await Promise.all([deliverJob(jobId), deliverJob(jobId)]);
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({ status: "active" });
  expect(await storedFor(imageId)).toEqual([(await diskOf(imageId)).storageKey]);
  expect(await db().auditTrace.count({ where: { trace: "importImageJob", resourceId: imageId } })).toBe(1);
  expect(await deliverJob(jobId)).toBeUndefined();
});

it("fails for good when the file was deleted before its turn, and says so when tried again", async () => {
  const { owner } = await anAccount();
  const { imageId, object } = await aRegistration(owner, await disks.bytes("qcow2"));
  await db().bucketObject.delete({ where: { id: object.id } });
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({ status: "killed", failureCode: "notFound" });
  await expect(retryImage(owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
});
