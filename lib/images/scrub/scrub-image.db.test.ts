import { readFile, rename, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { BlockCache } from "@/lib/disk/zvhd2/block-cache";
import { zvhd2BlockDevice } from "@/lib/disk/zvhd2/block-device";
import { openZvhd2 } from "@/lib/disk/zvhd2/reader";
import { listJobs } from "@/lib/jobs/queries/list-jobs";
import { createKey } from "@/lib/keys/commands/create-key";
import { disableKey } from "@/lib/keys/commands/disable-key";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { storageOf } from "@/lib/regions/storage-of";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { runJobs } from "@/lib/testing/jobs";
import { anEncryptedRegistration } from "@/lib/testing/keys";
import { systemDisks } from "@/lib/testing/system-disks";
import { scrubImage } from "../commands/scrub-image";
import { openDisk } from "../open-disk";
import { getImage } from "../queries/get-image";
import { sweepScrubs } from "./sweep-scrubs";

testDatabase();
const disks = systemDisks("qcow2");
const DAY_MS = 24 * 60 * 60_000;

const anImage = async (owner: Actor) => (await aRegisteredImage(owner, await disks.bytes("qcow2"))).imageId;

async function diskOf(imageId: string) {
  const { disk } = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { disk: true } });
  if (disk === null) throw new Error("the image has no disk");
  return disk;
}

async function storedFile(imageId: string): Promise<string> {
  const { path, release } = await storageOf("cn-north-4").localPath((await diskOf(imageId)).storageKey);
  await release();
  return path;
}

/** Turns one bit of the stored object round, as a dying disk does; doing it twice mends it. */
async function flipBit(imageId: string, at: number): Promise<void> {
  const path = await storedFile(imageId);
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 8, at);
  await writeFile(path, bytes);
}

async function scrub(owner: Actor, imageId: string) {
  const { jobId } = await scrubImage(owner, { imageId });
  await runJobs(owner);
  const job = (await listJobs(owner, { imageId })).items.find(({ id }) => id === jobId);
  const { integrity, state } = await getImage(owner, { imageId });
  return { job, integrity, state };
}

const traces = (imageId: string) =>
  db().auditTrace.findMany({ where: { resourceId: imageId, trace: "scrubDisk" }, orderBy: { time: "asc" } });

it("reads a sound image back and says when", async () => {
  const { owner } = await anAccount();
  const imageId = await anImage(owner);
  expect((await getImage(owner, { imageId })).integrity).toEqual({ checkedAt: null, damage: null });
  const { job, integrity } = await scrub(owner, imageId);
  expect(job).toMatchObject({ kind: "scrubImage", status: "succeeded", percent: 100 });
  expect(integrity).toEqual({ checkedAt: expect.any(String), damage: null });
  expect(await traces(imageId)).toMatchObject([{ outcome: "done", detail: { copies: 1, repaired: 0 } }]);
});

it("finds one flipped bit, names the block, shows it on the image, and never gives the block out as data", async () => {
  const { owner } = await anAccount();
  const imageId = await anImage(owner);
  const disk = await diskOf(imageId);
  const [, second] = [...(await openZvhd2(await openDisk(disk))).extents()];
  const at = (second?.offset ?? 0) + 52;
  await flipBit(imageId, at);
  const { job, integrity, state } = await scrub(owner, imageId);
  const block = second?.block;
  expect(job).toMatchObject({
    status: "failed",
    errorCode: "digestMismatch",
    errorDetail: { construct: "zvhd2.block", blockCount: 1, found: `${block}` },
  });
  expect(integrity).toMatchObject({ checkedAt: expect.any(String), damage: { construct: "zvhd2.block", blocks: [block], blockCount: 1 } });
  expect(state).toBe("normal");
  expect(await traces(imageId)).toMatchObject([
    { outcome: "failed", code: "digestMismatch", detail: { construct: "zvhd2.block", found: `${block}` } },
  ]);
  const failures: number[] = [];
  const manifest = { contentDigest: disk.contentDigest, blockDigests: Buffer.from(disk.blockDigests) };
  const served = await zvhd2BlockDevice(await openZvhd2(await openDisk(disk)), new BlockCache(8 << 20), manifest, (failed) =>
    failures.push(failed),
  );
  await expect(served.read((block ?? 0) * (2 << 20), 512)).rejects.toMatchObject({
    code: expect.stringMatching(/corruptImage|digestMismatch/),
  });
  expect(failures).toEqual([block]);
  // Mended, e.g. from a backup of the store, it is sound again.
  await flipBit(imageId, at);
  expect(await scrub(owner, imageId)).toMatchObject({ job: { status: "succeeded" }, integrity: { damage: null } });
});

it("finds damage anywhere in the object: in its header, between its parts, at its end", async () => {
  const { owner } = await anAccount();
  const imageId = await anImage(owner);
  const length = Number((await diskOf(imageId)).sizeBytes);
  for (const [at, construct] of [
    [200, "object"],
    [length - 5000, "object"],
    [length - 4000, "zvhd2.checksum"],
  ] as const) {
    await flipBit(imageId, at);
    expect((await scrub(owner, imageId)).integrity?.damage, `byte ${at}`).toMatchObject({ construct, blockCount: 0 });
    await flipBit(imageId, at);
  }
});

it("finds an object that was cut or is gone", async () => {
  const { owner } = await anAccount();
  const imageId = await anImage(owner);
  const path = await storedFile(imageId);
  await rename(path, `${path}.kept`);
  expect((await scrub(owner, imageId)).integrity?.damage).toMatchObject({ construct: "object.missing" });
  const kept = await readFile(`${path}.kept`);
  await writeFile(path, kept.subarray(0, -4096));
  expect((await scrub(owner, imageId)).integrity?.damage).toMatchObject({ construct: "zvhd2.footer" });
});

it("checks an encrypted image, and finds that it is damaged even while its key is disabled", async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const { imageId } = await anEncryptedRegistration(owner, keyId, await disks.bytes("qcow2"));
  await runJobs(owner);
  expect(await scrub(owner, imageId)).toMatchObject({ job: { status: "succeeded" }, integrity: { damage: null } });
  await flipBit(imageId, 9000);
  expect((await scrub(owner, imageId)).integrity?.damage).toMatchObject({ construct: "sealed.segment" });
  await disableKey(owner, { keyId });
  expect((await scrub(owner, imageId)).integrity?.damage).toMatchObject({ construct: "object" });
  await flipBit(imageId, 9000);
  expect((await scrub(owner, imageId)).integrity?.damage).toBeNull();
});

it("is refused while it runs, for what has no disk, and for another account", async () => {
  const [{ owner }, stranger] = [await anAccount(), await anAccount()];
  const imageId = await anImage(owner);
  await scrubImage(owner, { imageId });
  await expect(scrubImage(owner, { imageId })).rejects.toMatchObject({ code: "taskInProgress" });
  await expect(scrubImage(stranger.owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
  await runJobs(owner);
  const broken = await aRegisteredImage(owner, Buffer.alloc(3));
  await expect(scrubImage(owner, { imageId: broken.imageId })).rejects.toMatchObject({ code: "imageStatusNotNormal" });
});

it("is due for every disk once in thirty days, a few at a time", async () => {
  const { owner } = await anAccount();
  await db().image.updateMany({ data: { status: "deleted", deletedAt: new Date() }, where: { status: "active" } });
  const images = [];
  for (let count = 0; count < 3; count++) images.push(await anImage(owner));
  const now = new Date();
  expect(await sweepScrubs("cn-north-4", now)).toBe(0);
  const later = new Date(now.getTime() + 31 * DAY_MS);
  expect(await sweepScrubs("cn-north-4", later)).toBe(2);
  expect(await sweepScrubs("cn-north-4", later)).toBe(0);
  await runJobs(owner);
  expect(await sweepScrubs("cn-north-4", new Date(now.getTime() + 30 * DAY_MS + 1))).toBe(1);
  await runJobs(owner);
  for (const imageId of images) expect((await getImage(owner, { imageId })).integrity?.checkedAt).not.toBeNull();
  expect(await sweepScrubs("cn-north-4", now)).toBe(0);
});
