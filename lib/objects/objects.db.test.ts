import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { bucketObjectKey } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { aBucket, anObject } from "@/lib/testing/objects";
import { deleteObject } from "./commands/delete-object";
import { ORPHAN_AGE_MS } from "./constraints";
import { getObject } from "./queries/get-object";
import { listObjects } from "./queries/list-objects";
import { sweepOrphans } from "./sweep-orphans";

testDatabase();

const storage = () => storageOf("cn-north-4");

it("lists objects by name, by prefix and page by page (REL-03)", async () => {
  const { owner } = await anAccount();
  const bucket = await aBucket(owner);
  const names = Array.from({ length: 45 }, (_, index) => `disks/${String(index).padStart(2, "0")}.qcow2`);
  for (const name of names) await anObject(owner, bucket, { name });
  await anObject(owner, bucket, { name: "other" });
  const first = await listObjects(owner, { bucketId: bucket.id, prefix: "disks/", size: 20 });
  const second = await listObjects(owner, { bucketId: bucket.id, prefix: "disks/", size: 20, cursor: first.nextCursor ?? "" });
  const third = await listObjects(owner, { bucketId: bucket.id, prefix: "disks/", size: 20, cursor: second.nextCursor ?? "" });
  expect([...first.items, ...second.items, ...third.items].map(({ name }) => name)).toEqual(names);
  expect(third.nextCursor).toBeNull();
  const back = await listObjects(owner, { bucketId: bucket.id, prefix: "disks/", size: 20, cursor: second.previousCursor ?? "" });
  expect(back.items).toEqual(first.items);
});

it("takes a prefix literally, wildcards included", async () => {
  const { owner } = await anAccount();
  const bucket = await aBucket(owner);
  for (const name of ["a%b", "axb", "a_b"]) await anObject(owner, bucket, { name });
  const { items } = await listObjects(owner, { bucketId: bucket.id, prefix: "a%" });
  expect(items.map(({ name }) => name)).toEqual(["a%b"]);
});

it("shows an object to its project only, and never where its bytes lie (SEC-07)", async () => {
  const [mine, stranger] = [await anAccount(), await anAccount()];
  const bucket = await aBucket(mine.owner);
  const object = await anObject(mine.owner, bucket, { name: "disk.raw", bytes: Buffer.from("abc") });
  const view = await getObject(mine.owner, { objectId: object.id });
  expect(view).toMatchObject({ name: "disk.raw", bucketName: bucket.name, sizeBytes: 3 });
  expect(view).not.toHaveProperty("storageKey");
  for (const actor of [stranger.owner, await mine.ownerIn("cn-south-1")]) {
    await expect(getObject(actor, { objectId: object.id })).rejects.toMatchObject({ code: "notFound" });
    await expect(listObjects(actor, { bucketId: bucket.id })).rejects.toMatchObject({ code: "notFound" });
    await expect(deleteObject(actor, { objectId: object.id })).rejects.toMatchObject({ code: "notFound" });
  }
});

it("deletes an object with its bytes and leaves a trace", async () => {
  const { owner } = await anAccount();
  const object = await anObject(owner, await aBucket(owner), { name: "disk.raw" });
  expect(await deleteObject(owner, { objectId: object.id })).toEqual({ objectId: object.id });
  expect(await storage().stat(object.storageKey)).toBeUndefined();
  const [trace] = await db().auditTrace.findMany({ where: { requestId: owner.requestId, resourceId: object.id } });
  expect(trace).toMatchObject({ trace: "deleteObject", outcome: "done" });
});

it("refuses to delete without the right (IAM-08)", async () => {
  const account = await anAccount();
  const object = await anObject(account.owner, await aBucket(account.owner), { name: "disk.raw" });
  await expect(deleteObject(await account.userWith("IMS ReadOnlyAccess"), { objectId: object.id })).rejects.toMatchObject({
    code: "permissionDenied",
  });
});

it("keeps an object that an import still reads, until the import has ended (PRI-06)", async () => {
  const { owner } = await anAccount();
  const object = await anObject(owner, await aBucket(owner), { name: "disk.raw" });
  const jobId = await aJob(owner, "importImage", object.id);
  await expect(deleteObject(owner, { objectId: object.id })).rejects.toMatchObject({ code: "taskInProgress", detail: { job: jobId } });
  expect(await storage().stat(object.storageKey)).toBeDefined();
  await db().job.update({ where: { id: jobId }, data: { status: "succeeded", endedAt: new Date() } });
  await aJob(owner, "inspectObject", object.id);
  await expect(deleteObject(owner, { objectId: object.id })).resolves.toBeDefined();
});

it("sweeps stored objects without a row once they are an hour old, and nothing else", async () => {
  const { owner } = await anAccount();
  const bucket = await aBucket(owner);
  const named = await anObject(owner, bucket, { name: "named" });
  const [orphan, published] = [bucketObjectKey(bucket.id, randomUUID()), await anOpenUpload(owner, bucket.id)];
  const image = `images/${randomUUID()}/disk`;
  for (const key of [orphan, published, image]) await storage().put(key, Readable.from([Buffer.from("x")]));
  expect(await sweepOrphans("cn-north-4", new Date())).toBe(0);
  expect(await sweepOrphans("cn-north-4", new Date(Date.now() + ORPHAN_AGE_MS + 1000))).toBe(1);
  expect(await storage().stat(orphan)).toBeUndefined();
  for (const key of [named.storageKey, published, image]) expect(await storage().stat(key)).toBeDefined();
});

async function aJob(actor: Actor, kind: string, objectId: string): Promise<string> {
  const { id: projectId, regionId } = projectOf(actor);
  const id = randomUUID();
  await db().job.create({ data: { id, accountId: actor.accountId, projectId, regionId, kind, status: "running", payload: { objectId } } });
  return id;
}

async function anOpenUpload(actor: Actor, bucketId: string): Promise<string> {
  const id = randomUUID();
  const who = { accountId: actor.accountId, projectId: projectOf(actor).id, userId: actor.userId };
  await db().upload.create({ data: { id, ...who, bucketId, objectName: "x", sizeBytes: 1, expiresAt: new Date() } });
  return bucketObjectKey(bucketId, id);
}
