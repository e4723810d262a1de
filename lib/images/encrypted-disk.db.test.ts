import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { readThrough } from "@/lib/disk/crypt/open-sealed";
import { collect } from "@/lib/disk/crypt/testing";
import { createKey } from "@/lib/keys/commands/create-key";
import { disableKey } from "@/lib/keys/commands/disable-key";
import { enableKey } from "@/lib/keys/commands/enable-key";
import { rotateKey } from "@/lib/keys/commands/rotate-key";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { storageOf } from "@/lib/regions/storage-of";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { aRegisteredImage } from "@/lib/testing/images";
import { atStage, deliverJob, runJobs } from "@/lib/testing/jobs";
import { anEncryptedRegistration } from "@/lib/testing/keys";
import { systemDisks } from "@/lib/testing/system-disks";
import { openDisk } from "./open-disk";
import { getImage } from "./queries/get-image";

testDatabase();
const disks = systemDisks("raw", "qcow2");

async function diskOf(imageId: string) {
  const { disk } = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { disk: true } });
  if (disk === null) throw new Error("the image has no disk");
  return disk;
}

async function storedFor(imageId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storageOf("cn-north-4").list(`images/${imageId}/`)) keys.push(key);
  return keys;
}

async function storedBytes(key: string): Promise<Buffer> {
  const { path, release } = await storageOf("cn-north-4").localPath(key);
  return readFile(path).finally(release);
}

it("keeps an encrypted image's disk sealed, with a wrapped data key, and reads it as the plain one (SEC-01, REL-04)", async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const plain = await aRegisteredImage(owner, await disks.bytes("raw"));
  const { imageId } = await anEncryptedRegistration(owner, keyId, await disks.bytes("qcow2"));
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({ status: "active", encrypted: true, osPlatform: "Fedora", failureCode: null });
  const [sealed, open] = [await diskOf(imageId), await diskOf(plain.imageId)];
  expect(sealed).toMatchObject({ keyId, keyVersion: 1, sealedFor: imageId, contentDigest: open.contentDigest });
  // What is stored is not what the plain image stores, and its digest is that of the stored bytes.
  const stored = await storedBytes(sealed.storageKey);
  expect(createHash("sha256").update(stored).digest("hex")).toBe(sealed.sealedSha256);
  expect(stored.includes(Buffer.from("z2strm"))).toBe(false);
  expect(stored.includes(Buffer.from("hwstream"))).toBe(false);
  const file = await collect(readThrough(await openDisk(sealed)));
  expect(createHash("sha256").update(file).digest("hex")).toBe(sealed.objectSha256);
  expect(BigInt(file.length)).toBe(sealed.sizeBytes);
});

it("reads a disk after its key was rotated, and not while the key is disabled", async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const { imageId } = await anEncryptedRegistration(owner, keyId, await disks.bytes("qcow2"));
  await runJobs(owner);
  const disk = await diskOf(imageId);
  await rotateKey(owner, { keyId });
  const before = await openDisk(disk, owner);
  expect((await before.read(0, 8)).toString("latin1")).toBe("z2strm\0\0");
  await disableKey(owner, { keyId });
  await expect(openDisk(disk, owner)).rejects.toMatchObject({ code: "keyUnavailable", detail: { key: "mine", state: "disabled" } });
  await enableKey(owner, { keyId });
  await expect(openDisk(disk, owner)).resolves.toHaveProperty("sizeBytes");
});

it("refuses the object of another image in the place of its own, even one under the same key", async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const made = [];
  for (let count = 0; count < 2; count++) made.push(await anEncryptedRegistration(owner, keyId, await disks.bytes("qcow2")));
  await runJobs(owner);
  const [mine, other] = [await diskOf(made[0]?.imageId ?? ""), await diskOf(made[1]?.imageId ?? "")];
  await expect(openDisk({ ...mine, storageKey: other.storageKey })).rejects.toMatchObject({
    code: "corruptImage",
    detail: { construct: "sealed.header" },
  });
});

it("fails with the key's name when the key was disabled before the disk was made, and leaves no bytes", async () => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const { imageId } = await anEncryptedRegistration(owner, keyId, await disks.bytes("qcow2"));
  await disableKey(owner, { keyId });
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({
    status: "killed",
    failureCode: "keyUnavailable",
    failureDetail: { key: "mine" },
  });
  expect(await storedFor(imageId)).toEqual([]);
});

it.each(["convert", "verify", "register"])("handed back in the stage %s and run again, ends with one object that opens", async (stage) => {
  const { owner } = await anAccount();
  const { keyId } = await createKey(owner, { name: "mine" });
  const { imageId, jobId } = await anEncryptedRegistration(owner, keyId, await disks.bytes("qcow2"));
  const shutdown = new AppError("storageUnavailable", { reason: "shutdown" });
  await deliverJob(
    jobId,
    atStage(stage, (run) => run.abort(shutdown)),
  );
  await runJobs(owner);
  const disk = await diskOf(imageId);
  expect(await storedFor(imageId)).toEqual([disk.storageKey]);
  expect((await (await openDisk(disk)).read(0, 6)).toString("latin1")).toBe("z2strm");
});
