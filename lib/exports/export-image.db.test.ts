import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyImage } from "@/lib/copies/commands/copy-image";
import { GIB, TIB } from "@/lib/disk/model";
import { deleteImage } from "@/lib/images/commands/delete-image";
import { registerImage } from "@/lib/images/commands/register-image";
import { getImage } from "@/lib/images/queries/get-image";
import { cancelJob } from "@/lib/jobs/commands/cancel-job";
import { listJobs } from "@/lib/jobs/queries/list-jobs";
import { createKey } from "@/lib/keys/commands/create-key";
import { deleteBucket } from "@/lib/objects/commands/delete-bucket";
import { objectDownloadPath } from "@/lib/objects/model";
import { listObjects } from "@/lib/objects/queries/list-objects";
import { sweepOrphans } from "@/lib/objects/sweep-orphans";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { bucketObjectKey } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { type ByteServer, startByteServer } from "@/lib/testing/byte-server";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { aRegisteredImage } from "@/lib/testing/images";
import { atStage, deliverJob, runJobs } from "@/lib/testing/jobs";
import { aBucket, anObject } from "@/lib/testing/objects";
import { tokenHeaders } from "@/lib/testing/sessions";
import { anImageOf } from "@/lib/testing/sized-images";
import { qemuImg, systemDisks } from "@/lib/testing/system-disks";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { exportImage } from "./commands/export-image";
import { retryExport } from "./commands/retry-export";
import { exportFolderIds } from "./export-folder";

testDatabase();
const disks = systemDisks("raw", "qcow2");
const REGION = "cn-north-4";
const DRIVERS = { vmdk: "vmdk", vhd: "vpc", qcow2: "qcow2" } as const;

let server: ByteServer;
beforeAll(async () => {
  server = await startByteServer();
});
afterAll(() => server.close());

async function aSource() {
  const account = await anAccount();
  const { imageId } = await aRegisteredImage(account.owner, await disks.bytes("qcow2"), { name: "golden" });
  return { account, owner: account.owner, imageId, bucket: await aBucket(account.owner) };
}

const objectsIn = async (actor: Actor, bucketId: string) => (await listObjects(actor, { bucketId })).items;

/** Fetches an object as its owner does, in two ranges, into a file. */
async function download(actor: Actor, objectId: string): Promise<string> {
  const { id: projectId, regionId } = projectOf(actor);
  const url = `${server.origin}${objectDownloadPath({ regionId, projectId }, objectId)}`;
  const headers = await tokenHeaders(actor);
  const parts: Buffer[] = [];
  for (const range of ["bytes=0-99999", "bytes=100000-"]) {
    const answer = await fetch(url, { headers: { ...headers, range } });
    expect(answer.status).toBe(206);
    parts.push(Buffer.from(await answer.arrayBuffer()));
  }
  const file = path.join(await mkdtemp(path.join(tmpdir(), "ims-export-")), "disk");
  await writeFile(file, Buffer.concat(parts));
  return file;
}

describe("an exported image", () => {
  it.each(["vmdk", "vhd", "qcow2"] as const)(
    "as %s, downloaded in ranges, is the disk that was registered (EXP-01, EXP-02)",
    async (format) => {
      const { owner, imageId, bucket } = await aSource();
      const { objectId, jobId } = await exportImage(owner, { imageId, bucketId: bucket.id, objectName: `golden.${format}`, format });
      expect(await objectsIn(owner, bucket.id)).toEqual([]);
      await runJobs(owner);
      const [object] = await objectsIn(owner, bucket.id);
      expect(object).toMatchObject({
        id: objectId,
        name: `golden.${format}`,
        inspection: { state: "ok", facts: { format }, os: { version: "Fedora 29 64bit" } },
      });
      const file = await download(owner, objectId);
      expect(await qemuImg("compare", "-f", "raw", "-F", DRIVERS[format], disks.path("raw"), file)).toContain("identical");
      expect((await listJobs(owner, { imageId })).items.find(({ id }) => id === jobId)).toMatchObject({
        kind: "exportImage",
        status: "succeeded",
        percent: 100,
      });
      expect((await getImage(owner, { imageId })).state).toBe("normal");
      expect(await exportFolderIds()).toEqual([]);
    },
  );

  it.each(["zvhd", "zvhd2", "qcow2"] as const)(
    "as %s can be registered again and is the same disk (EXP-02, EXP-12, ADV-04)",
    async (format) => {
      const { owner, imageId, bucket } = await aSource();
      const { objectId } = await exportImage(owner, { imageId, bucketId: bucket.id, objectName: `golden.${format}`, format });
      await runJobs(owner);
      const again = await registerImage(owner, { objectId, name: "again" });
      await runJobs(owner);
      const [first, second] = [await getImage(owner, { imageId }), await getImage(owner, { imageId: again.imageId })];
      expect(second).toMatchObject({ state: "normal", sourceFormat: format, contentDigest: first.contentDigest });
    },
  );

  it("quickly is the stored disk as it is, and stays when the image goes (EXP-04, EXP-11)", async () => {
    const { owner, imageId, bucket } = await aSource();
    const { objectId } = await exportImage(owner, { imageId, bucketId: bucket.id, objectName: "golden.zvhd2", quick: true });
    await runJobs(owner);
    const { objectSha256, storedBytes } = await getImage(owner, { imageId });
    await deleteImage(owner, { imageId });
    await runJobs(owner);
    expect(await objectsIn(owner, bucket.id)).toMatchObject([{ id: objectId, sha256: objectSha256, sizeBytes: storedBytes }]);
    await download(owner, objectId);
  });

  it("of an encrypted image is readable without its key, by normal export only (EXP-09, LIM-47, SEC-05)", async () => {
    const { owner, imageId, bucket } = await aSource();
    const { keyId } = await createKey(owner, { name: "own" });
    const { imageId: sealed } = await copyImage(owner, { imageId, name: "sealed", encryption: "encrypt", keyId });
    await runJobs(owner);
    const input = { imageId: sealed, bucketId: bucket.id, objectName: "sealed.qcow2" };
    await expect(exportImage(owner, { ...input, quick: true })).rejects.toMatchObject({ code: "encryptedImageNotAllowed" });
    const { objectId } = await exportImage(owner, { ...input, format: "qcow2" });
    await runJobs(owner);
    expect(await qemuImg("compare", "-f", "raw", "-F", "qcow2", disks.path("raw"), await download(owner, objectId))).toContain("identical");
  });

  it("leaves traces of asking and of ending (EXP-13, SEC-11)", async () => {
    const { owner, imageId, bucket } = await aSource();
    const asking = inNewRequest(owner);
    await exportImage(asking, { imageId, bucketId: bucket.id, objectName: "a.zvhd2" });
    await runJobs(owner);
    expect((await tracesOf(asking)).map(({ trace, outcome }) => [trace, outcome])).toEqual([
      ["exportImage", "done"],
      ["exportImageJob", "done"],
      ["inspectObjectJob", "done"],
    ]);
  });
});

describe("what leaves, and how", () => {
  it.each([
    ["128 GB by normal export (EXP-04, LIM-41)", {}, 128 * GIB, false, undefined],
    ["more by normal export (EXP-04, LIM-41)", {}, 129 * GIB, false, "quickExportRequired"],
    ["more by quick export (EXP-04, LIM-41)", {}, 129 * GIB, true, undefined],
    ["1 TB by quick export (EXP-03, LIM-40)", {}, TIB, true, undefined],
    ["more than that (EXP-03, LIM-40)", {}, TIB + GIB, true, "exportSizeExceeded"],
    ["a published image (EXP-05, LIM-43)", { published: true }, GIB, false, "imageStatusNotNormal"],
    ["one being made (EXP-05, LIM-43)", { status: "saving" }, GIB, false, "imageStatusNotNormal"],
    ["what came of a public Windows (EXP-06, LIM-44)", { originLicensed: "windows" }, GIB, false, "exportLicensedOs"],
    ["what came of a public SUSE (EXP-06, LIM-44)", { originLicensed: "suse" }, GIB, true, "exportLicensedOs"],
    ["a Windows of an external file (EXP-06)", { osFamily: "windows" }, GIB, false, undefined],
    ["what came of a market image (EXP-07, MKT-07, LIM-45)", { originMarket: true }, GIB, true, "exportMarketOrigin"],
    ["a full-server image (EXP-08, LIM-20, LIM-46)", { kind: "whole" }, GIB, false, "fullImageNotAllowed"],
    ["what was made with an ISO image (EXP-08, LIM-46)", { fromIso: true }, GIB, false, "isoImageNotAllowed"],
    ["an ISO image (EXP-08, LIM-09)", { kind: "iso" }, GIB, true, "isoImageNotAllowed"],
  ] as const)("%s", async (_name, change, size, quick, code) => {
    const { owner } = await anAccount();
    const bucket = await aBucket(owner);
    const { id: imageId } = await anImageOf(owner, size, change);
    const asked = exportImage(owner, { imageId, bucketId: bucket.id, objectName: "x.zvhd2", quick });
    if (code === undefined) await asked;
    else await expect(asked).rejects.toMatchObject({ code });
    expect(await db().job.count({ where: { imageId, kind: "exportImage" } })).toBe(code === undefined ? 1 : 0);
  });

  it.each(["raw", "vhdx", "qed", "vdi", "qcow", "iso"])("not as %s (EXP-02, LIM-42, FMT-03)", async (format) => {
    const { owner } = await anAccount();
    const bucket = await aBucket(owner);
    const { id: imageId } = await anImageOf(owner, GIB);
    await expect(exportImage(owner, { imageId, bucketId: bucket.id, objectName: "x", format })).rejects.toMatchObject({
      code: "exportFormatNotSupported",
    });
  });

  it("no public image, Windows and SUSE with their own reason, and none that was received (EXP-10, SHR-13)", async () => {
    const [{ owner: publisher }, { owner }] = [await anAccount(), await anAccount()];
    const bucket = await aBucket(owner);
    const asked = (imageId: string) => exportImage(owner, { imageId, bucketId: bucket.id, objectName: "x" });
    const open = await anImage(publisher, { visibility: "public", status: "active" });
    const windows = await anImage(publisher, { visibility: "public", status: "active", osFamily: "windows" });
    const market = await anImage(publisher, { visibility: "market", status: "active" });
    await expect(asked(open.id)).rejects.toMatchObject({ code: "exportPublicImage" });
    await expect(asked(windows.id)).rejects.toMatchObject({ code: "exportLicensedOs" });
    await expect(asked(market.id)).rejects.toMatchObject({ code: "imageReadOnly" });
    await expect(asked((await anImage(publisher, { status: "active" })).id)).rejects.toMatchObject({ code: "notFound" });
  });
});

describe("where to", () => {
  it("only to a bucket of one's own in the image's region (EXP-01)", async () => {
    const { account, owner, imageId } = await aSource();
    const stranger = await anAccount();
    for (const bucket of [await aBucket(stranger.owner), await aBucket(await account.ownerIn("cn-south-1")), { id: crypto.randomUUID() }])
      await expect(exportImage(owner, { imageId, bucketId: bucket.id, objectName: "x" })).rejects.toMatchObject({ code: "notFound" });
  });

  it("under a name nobody has or is about to have, and the bucket stays meanwhile (EXP-01)", async () => {
    const { owner, imageId, bucket } = await aSource();
    await anObject(owner, bucket, { name: "taken" });
    const to = (objectName: string) => exportImage(owner, { imageId, bucketId: bucket.id, objectName });
    await expect(to("taken")).rejects.toMatchObject({ code: "nameTaken" });
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => to("once")));
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(deleteBucket(owner, { bucketId: bucket.id })).rejects.toMatchObject({ code: "taskInProgress" });
    await expect(deleteImage(owner, { imageId })).rejects.toMatchObject({ code: "taskInProgress" });
    const { objectId } = await to("late");
    await anObject(owner, bucket, { name: "late" });
    await runJobs(owner);
    expect((await objectsIn(owner, bucket.id)).map(({ name }) => name)).toEqual(["late", "once", "taken"]);
    expect((await listJobs(owner, { imageId, status: "failed" })).items).toMatchObject([{ errorCode: "nameTaken" }]);
    expect(await storageOf(REGION).stat(bucketObjectKey(bucket.id, objectId))).toBeUndefined();
  });

  it("and is not swept away while it is written, however long that takes", async () => {
    const { owner, imageId, bucket } = await aSource();
    const { objectId, jobId } = await exportImage(owner, { imageId, bucketId: bucket.id, objectName: "slow.qcow2", format: "qcow2" });
    await deliverJob(
      jobId,
      atStage("verify", () => sweepOrphans(REGION, new Date(Date.now() + 5 * 3_600_000))),
    );
    expect(await objectsIn(owner, bucket.id)).toMatchObject([{ id: objectId }]);
    await download(owner, objectId);
  });
});

describe("an export that does not come to its end", () => {
  it.each(["prepare", "export", "verify"])("cancelled while in %s, leaves nothing; tried again it arrives (EXP-13)", async (stage) => {
    const { owner, imageId, bucket } = await aSource();
    const { objectId, jobId } = await exportImage(owner, { imageId, bucketId: bucket.id, objectName: "golden.vmdk", format: "vmdk" });
    await deliverJob(
      jobId,
      atStage(stage, () => cancelJob(owner, { jobId })),
    );
    expect(await objectsIn(owner, bucket.id)).toEqual([]);
    expect(await storageOf(REGION).stat(bucketObjectKey(bucket.id, objectId))).toBeUndefined();
    expect(await exportFolderIds()).toEqual([]);
    const again = await retryExport(owner, { jobId });
    await runJobs(owner);
    expect(await objectsIn(owner, bucket.id)).toMatchObject([{ id: again.objectId, name: "golden.vmdk" }]);
    await expect(retryExport(owner, { jobId: again.jobId })).rejects.toMatchObject({ code: "conflict" });
  });

  it("because the stored disk has changed, makes no object of it (EXP-01)", async () => {
    const { owner, imageId, bucket } = await aSource();
    const { disk } = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { disk: true } });
    if (disk === null) throw new Error("no disk");
    const bytes = await storageOf(REGION).read(disk.storageKey, 0, Number(disk.sizeBytes));
    for (let at = 64 * 1024; at < bytes.length; at += 4096) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    await storageOf(REGION).put(
      disk.storageKey,
      (async function* () {
        yield bytes;
      })(),
    );
    for (const [quick, format] of [
      [true, "zvhd2"],
      [false, "qcow2"],
    ] as const)
      await exportImage(owner, { imageId, bucketId: bucket.id, objectName: `x.${format}`, format, quick });
    await runJobs(owner);
    expect(await objectsIn(owner, bucket.id)).toEqual([]);
    expect((await listJobs(owner, { imageId, status: "failed" })).items).toHaveLength(2);
  });
});
