import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readThrough } from "@/lib/disk/crypt/open-sealed";
import { deleteImage } from "@/lib/images/commands/delete-image";
import { updateImage } from "@/lib/images/commands/update-image";
import { openDisk } from "@/lib/images/open-disk";
import { getImage } from "@/lib/images/queries/get-image";
import { cancelJob } from "@/lib/jobs/commands/cancel-job";
import { createKey } from "@/lib/keys/commands/create-key";
import { disableKey } from "@/lib/keys/commands/disable-key";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { openStored } from "@/lib/platform/storage/random-access";
import { storageOf } from "@/lib/regions/storage-of";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { atStage, deliverJob, runJobs } from "@/lib/testing/jobs";
import { systemDisks } from "@/lib/testing/system-disks";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { copyImage } from "./commands/copy-image";
import { retryCopy } from "./commands/retry-copy";

testDatabase();
const disks = systemDisks("qcow2");
const REGION = "cn-north-4";

async function aSource(owner?: Actor) {
  const actor = owner ?? (await anAccount()).owner;
  const { imageId } = await aRegisteredImage(actor, await disks.bytes("qcow2"), { name: "golden", minRamMb: 2048 });
  return { owner: actor, imageId };
}

async function diskOf(imageId: string) {
  const { disk } = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { disk: true } });
  if (disk === null) throw new Error("the image has no disk");
  return disk;
}

/** SHA-256 of the plain ZVHD2 file of an image, and of its object as it lies in the store. */
async function digestsOf(imageId: string) {
  const disk = await diskOf(imageId);
  const digest = async (source: Parameters<typeof readThrough>[0]) => {
    const hash = createHash("sha256");
    for await (const chunk of readThrough(source)) hash.update(chunk);
    return hash.digest("hex");
  };
  return { plain: await digest(await openDisk(disk)), stored: await digest(await openStored(storageOf(REGION), disk.storageKey)) };
}

async function storedFor(imageId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storageOf(REGION).list(`images/${imageId}/`)) keys.push(key);
  return keys;
}

describe("a copy inside the region", () => {
  it("is an image of its own with the same disk and lineage; neither touches the other later (CPY-01, CPY-03, CPY-05)", async () => {
    const { owner, imageId } = await aSource();
    await db().image.update({
      where: { id: imageId },
      data: { originLicensed: "suse", originMarket: true, originType: "market", fastProvisioning: false, tags: ["env=prod"] },
    });
    const { imageId: copyId, waits } = await copyImage(owner, { imageId, name: "copy_golden" });
    expect(waits).toBe(false);
    expect(await getImage(owner, { imageId: copyId })).toMatchObject({ state: "creating", name: "copy_golden", copiedFromId: imageId });
    expect((await getImage(owner, { imageId })).busyWith).toEqual(["copyImage"]);
    await runJobs(owner);
    const [source, copy] = [await getImage(owner, { imageId }), await getImage(owner, { imageId: copyId })];
    expect(copy).toMatchObject({
      ...{
        state: "normal",
        kind: "system",
        osVersion: "Fedora 29 64bit",
        osBits: 64,
        architecture: "x86",
        bootMode: "bios",
        minRamMb: 2048,
      },
      ...{ tags: ["env=prod"], sourceKind: "copy", sourceName: "golden", encrypted: false, storedFormat: "zvhd2", job: null },
      ...{ originLicensed: "suse", originMarket: true, originType: "market" },
    });
    // It starts servers before its disk is read, whatever the source did (CPY-03).
    expect([source.fastProvisioning, copy.fastProvisioning]).toEqual([false, true]);
    expect(source).toMatchObject({ state: "normal", busyWith: [], name: "golden" });
    expect(copy.contentDigest).toBe(source.contentDigest);
    expect(await digestsOf(copyId)).toEqual(await digestsOf(imageId));

    await updateImage(owner, { imageId, fields: { name: "renamed" }, properties: [] });
    expect((await getImage(owner, { imageId: copyId })).name).toBe("copy_golden");
    await deleteImage(owner, { imageId });
    await runJobs(owner);
    expect((await digestsOf(copyId)).plain).toBe(copy.objectSha256);
  });

  it("turns plain into encrypted, encrypted into plain, and keeps the key; the source stays as it was (CPY-02, SEC-02)", async () => {
    const { owner, imageId } = await aSource();
    const { keyId } = await createKey(owner, { name: "own" });
    const before = await digestsOf(imageId);
    const made = async (input: Partial<Parameters<typeof copyImage>[1]>, from: string = imageId) => {
      const { imageId: id } = await copyImage(owner, { imageId: from, name: "copy", ...input });
      await runJobs(owner);
      return { id, view: await getImage(owner, { imageId: id }), digests: await digestsOf(id), disk: await diskOf(id) };
    };
    const sealed = await made({ encryption: "encrypt", keyId });
    expect(sealed.view).toMatchObject({ state: "normal", encrypted: true, storedFormat: "zvhd2" });
    expect(sealed.disk).toMatchObject({ keyId, sealedFor: sealed.id, sealedSha256: sealed.digests.stored });
    expect(sealed.digests.plain).toBe(before.plain);
    expect(sealed.digests.stored).not.toBe(before.stored);

    const again = await made({ encryption: "keep" }, sealed.id);
    expect(again.disk).toMatchObject({ keyId, sealedFor: again.id });
    expect(again.digests.plain).toBe(before.plain);
    expect(again.digests.stored).not.toBe(sealed.digests.stored);

    const plain = await made({ encryption: "decrypt" }, sealed.id);
    expect(plain.view.encrypted).toBe(false);
    expect(plain.digests).toEqual(before);
    const byDefault = await made({ encryption: "encrypt" });
    expect(byDefault.view.encrypted).toBe(true);
    expect(await digestsOf(imageId)).toEqual(before);
  });

  it("asks for a key that exists and is enabled (SEC-03)", async () => {
    const { owner, imageId } = await aSource();
    const { keyId } = await createKey(owner, { name: "own" });
    await disableKey(owner, { keyId });
    const invalid = { code: "invalidArgument", detail: { field: "keyId" } };
    for (const each of [keyId, crypto.randomUUID()])
      await expect(copyImage(owner, { imageId, name: "copy", encryption: "encrypt", keyId: each })).rejects.toMatchObject(invalid);
    await expect(copyImage(owner, { imageId, name: "copy", encryption: "decrypt", keyId })).rejects.toMatchObject({
      code: "invalidArgument",
    });
  });

  it("leaves traces of asking and of ending (SEC-11)", async () => {
    const { owner, imageId } = await aSource();
    const asking = inNewRequest(owner);
    await copyImage(asking, { imageId, name: "copy" });
    await runJobs(owner);
    expect((await tracesOf(asking)).map(({ trace, outcome }) => [trace, outcome])).toEqual([
      ["copyImage", "done"],
      ["copyImageJob", "done"],
    ]);
  });
});

describe("a copy that does not come to its end", () => {
  it.each(["prepare", "copy", "verify"])(
    "cancelled while in %s, is an error without bytes; tried again it is made (CPY-01)",
    async (stage) => {
      const { owner, imageId } = await aSource();
      const { keyId } = await createKey(owner, { name: "own" });
      const { imageId: copyId, jobId } = await copyImage(owner, { imageId, name: "copy", encryption: "encrypt", keyId });
      await deliverJob(
        jobId,
        atStage(stage, () => cancelJob(owner, { jobId })),
      );
      expect(await getImage(owner, { imageId: copyId })).toMatchObject({ state: "error", failureCode: "cancelled" });
      expect(await storedFor(copyId)).toEqual([]);
      expect((await getImage(owner, { imageId })).state).toBe("normal");
      const again = await retryCopy(owner, { jobId });
      await expect(retryCopy(owner, { jobId })).rejects.toMatchObject({ code: "conflict" });
      await deliverJob(again.jobId);
      expect(await getImage(owner, { imageId: copyId })).toMatchObject({ state: "normal", encrypted: true });
      await expect(retryCopy(owner, { jobId: again.jobId })).rejects.toMatchObject({ code: "conflict" });
    },
  );

  it("because its source has changed on the store, is an error that says so and keeps nothing (CPY-05)", async () => {
    const { owner, imageId } = await aSource();
    const disk = await diskOf(imageId);
    const bytes = await storageOf(REGION).read(disk.storageKey, 0, Number(disk.sizeBytes));
    bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 0xff;
    await storageOf(REGION).put(
      disk.storageKey,
      (async function* () {
        yield bytes;
      })(),
    );
    const { imageId: copyId } = await copyImage(owner, { imageId, name: "copy" });
    await runJobs(owner);
    const copy = await getImage(owner, { imageId: copyId });
    expect(copy.state).toBe("error");
    expect(["digestMismatch", "corruptImage"]).toContain(copy.failureCode);
    expect(await storedFor(copyId)).toEqual([]);
  });
});
