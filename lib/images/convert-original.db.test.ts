import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { storageOf } from "@/lib/regions/storage-of";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { atStage, deliverJob, runJobs } from "@/lib/testing/jobs";
import { systemDisks } from "@/lib/testing/system-disks";
import { createImage } from "./commands/create-image";
import { deleteImage } from "./commands/delete-image";
import { getImage } from "./queries/get-image";
import { getImageFile } from "./queries/get-image-file";
import { storeImageFile } from "./store-image-file";

testDatabase();
const disks = systemDisks("qcow2", "raw");
const storage = () => storageOf("cn-north-4");

/** An image whose bytes came by the image API; its job waits. */
async function anUploadedImage(actor: Actor, bytes: Buffer, diskFormat: "qcow2" | "raw") {
  const { imageId } = await createImage(actor, { fields: { name: "uploaded", diskFormat, containerFormat: "bare" }, properties: {} });
  await storeImageFile(actor, imageId, Readable.from([bytes]));
  const job = await db().job.findFirstOrThrow({ where: { imageId, kind: "convertOriginal" }, select: { id: true } });
  return { imageId, jobId: job.id };
}

async function keysOf(imageId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage().list(`images/${imageId}/`)) keys.push(key);
  return keys;
}

async function bytesOf(actor: Actor, imageId: string): Promise<Buffer> {
  const file = await getImageFile(actor, { imageId });
  if (file === undefined) throw new Error("the image has no bytes");
  return buffer(await storage().get(file.storageKey));
}

it("makes the disk beside the original bytes, which read back as they came (FMT-04)", async () => {
  const { owner } = await anAccount();
  const bytes = await disks.bytes("qcow2");
  const { imageId } = await anUploadedImage(owner, bytes, "qcow2");
  expect(await getImage(owner, { imageId })).toMatchObject({ status: "active", storedFormat: null, job: { status: "queued" } });
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({
    status: "active",
    storedFormat: "zvhd2",
    sourceFormat: "qcow2",
    osPlatform: "Fedora",
    architecture: "x86",
    failureCode: null,
    job: null,
  });
  expect((await bytesOf(owner, imageId)).equals(bytes)).toBe(true);
  expect(await keysOf(imageId)).toHaveLength(2);
});

it.each(["inspect", "convert", "verify", "detect", "register"])(
  "handed back in the stage %s and run again, ends the same",
  async (stage) => {
    const { owner } = await anAccount();
    const { imageId, jobId } = await anUploadedImage(owner, await disks.bytes("qcow2"), "qcow2");
    await deliverJob(
      jobId,
      atStage(stage, (run) => run.abort(new AppError("storageUnavailable", { reason: "shutdown" }))),
    );
    await runJobs(owner);
    expect(await getImage(owner, { imageId })).toMatchObject({ storedFormat: "zvhd2", failureCode: null });
    expect(await keysOf(imageId)).toHaveLength(2);
  },
);

it("keeps an image whose bytes are no such disk: they read back, it makes no servers, and the reason is told", async () => {
  const { owner } = await anAccount();
  const bytes = Buffer.alloc(4096, "no QCOW2 disk, whatever its owner says");
  const { imageId } = await anUploadedImage(owner, bytes, "qcow2");
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({ status: "active", storedFormat: null, failureCode: "formatMismatch" });
  expect((await bytesOf(owner, imageId)).equals(bytes)).toBe(true);
  expect(await keysOf(imageId)).toHaveLength(1);
});

it("leaves nothing of an image that was deleted while its disk was made", async () => {
  const { owner } = await anAccount();
  const { imageId, jobId } = await anUploadedImage(owner, await disks.bytes("raw"), "raw");
  await deliverJob(
    jobId,
    atStage("register", () => deleteImage(owner, { imageId })),
  );
  await runJobs(owner);
  expect(await keysOf(imageId)).toEqual([]);
  expect(await db().job.findUniqueOrThrow({ where: { id: jobId } })).toMatchObject({ status: "cancelled" });
  expect(await db().imageDisk.count({ where: { storageKey: { startsWith: `images/${imageId}/` } } })).toBe(0);
});

it("does nothing for an image that is not there", async () => {
  const { owner } = await anAccount();
  const { imageId, jobId } = await anUploadedImage(owner, Buffer.from("abc"), "raw");
  await db().job.update({ where: { id: jobId }, data: { payload: { imageId: randomUUID() } } });
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({ storedFormat: null, failureCode: null });
  expect(await db().job.findUniqueOrThrow({ where: { id: jobId } })).toMatchObject({ status: "cancelled" });
});
