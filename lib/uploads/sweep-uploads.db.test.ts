import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { trySessionLock } from "@/lib/platform/db/session-lock";
import { bucketObjectKey, uploadStageId } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { aBucket } from "@/lib/testing/objects";
import { cancelUpload } from "./commands/cancel-upload";
import { completeUpload } from "./commands/complete-upload";
import { startUpload } from "./commands/start-upload";
import { listUploads } from "./queries/list-uploads";
import { sweepUploads } from "./sweep-uploads";
import { uploadLockName } from "./upload-locker";

testDatabase();

const storage = () => storageOf("cn-north-4");
const inDays = (days: number) => new Date(Date.now() + days * 24 * 3_600_000);

async function anUpload() {
  const account = await anAccount();
  const bucket = await aBucket(account.owner);
  const { uploadId } = await startUpload(account.owner, { bucketId: bucket.id, objectName: "disk.raw", sizeBytes: 4 });
  const staged = await storage().stage(uploadStageId(uploadId));
  await staged.append(Readable.from([Buffer.from("abcd")]), 0);
  return { account, owner: account.owner, bucket, uploadId, staged };
}

async function stagedIds(): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of storage().listStaged(inDays(1))) ids.push(id);
  return ids;
}

it("ends uploads that nobody continued for seven days and frees their space, published or not", async () => {
  const [left, published] = [await anUpload(), await anUpload()];
  await published.staged.publish(bucketObjectKey(published.bucket.id, published.uploadId));
  expect(await sweepUploads("cn-north-4", inDays(6.9))).toBe(0);
  expect(await listUploads(left.owner, {})).toHaveLength(1);
  expect(await sweepUploads("cn-north-4", inDays(7.1))).toBe(2);
  expect(await stagedIds()).toEqual([]);
  expect(await storage().stat(bucketObjectKey(published.bucket.id, published.uploadId))).toBeUndefined();
  expect(await db().upload.findUnique({ where: { id: left.uploadId } })).toMatchObject({ status: "cancelled" });
});

it("leaves alone an upload that somebody is writing", async () => {
  const { uploadId } = await anUpload();
  const lock = await trySessionLock(uploadLockName(uploadId));
  expect(await sweepUploads("cn-north-4", inDays(8))).toBe(0);
  await lock?.release();
  expect(await sweepUploads("cn-north-4", inDays(8))).toBe(1);
});

it("removes staged bytes that belong to no upload once they are a day old", async () => {
  const { uploadId } = await anUpload();
  const stray = uploadStageId(randomUUID());
  await (await storage().stage(stray)).append(Readable.from([Buffer.from("x")]), 0);
  await sweepUploads("cn-north-4", inDays(0.9));
  expect(await stagedIds()).toContain(stray);
  await sweepUploads("cn-north-4", inDays(1.1));
  expect(await stagedIds()).toEqual([uploadStageId(uploadId)]);
});

it("enters an upload once, and never after a cancel", async () => {
  const { owner, uploadId } = await anUpload();
  const input = { uploadId, sha256: "0".repeat(64) };
  const results = await Promise.allSettled([completeUpload(owner, input), completeUpload(owner, input), completeUpload(owner, input)]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
  expect(await db().bucketObject.count({ where: { id: uploadId } })).toBe(1);
  await expect(cancelUpload(owner, { uploadId })).rejects.toMatchObject({ code: "conflict" });
  const other = await anUpload();
  await cancelUpload(other.owner, { uploadId: other.uploadId });
  await expect(completeUpload(other.owner, { ...input, uploadId: other.uploadId })).rejects.toMatchObject({ code: "conflict" });
});

it("lets either the cancel or the end of an upload win, never both", async () => {
  const { owner, uploadId } = await anUpload();
  await Promise.allSettled([cancelUpload(owner, { uploadId }), completeUpload(owner, { uploadId, sha256: "0".repeat(64) })]);
  const { status } = await db().upload.findUniqueOrThrow({ where: { id: uploadId } });
  expect(await db().bucketObject.count({ where: { id: uploadId } })).toBe(status === "completed" ? 1 : 0);
});

it("gives a name to one of many that begin at the same time", async () => {
  const { account, owner } = await anUpload();
  const bucket = await aBucket(owner);
  const users = await Promise.all(Array.from({ length: 5 }, () => account.userWith("IMS FullAccess")));
  const results = await Promise.allSettled(
    users.map((user) => startUpload(user, { bucketId: bucket.id, objectName: "same", sizeBytes: 1 })),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

it("refuses strangers and users without the right, and says so in the audit (IAM-08)", async () => {
  const { account, bucket, uploadId } = await anUpload();
  const stranger = (await anAccount()).owner;
  const reader = await account.userWith("IMS ReadOnlyAccess");
  const start = { bucketId: bucket.id, objectName: "x", sizeBytes: 1 };
  for (const [actor, code] of [
    [stranger, "notFound"],
    [reader, "permissionDenied"],
  ] as const) {
    await expect(startUpload(actor, start)).rejects.toMatchObject({ code });
    await expect(cancelUpload(actor, { uploadId })).rejects.toMatchObject({ code });
    await expect(completeUpload(actor, { uploadId, sha256: "0".repeat(64) })).rejects.toMatchObject({ code });
    const traces = await db().auditTrace.findMany({
      where: { requestId: actor.requestId },
      select: { trace: true, outcome: true, code: true },
    });
    expect(traces).toHaveLength(3);
    expect(traces.every((trace) => trace.outcome === "refused" && trace.code === code)).toBe(true);
  }
  expect(await listUploads(stranger, {})).toEqual([]);
  expect(await listUploads(reader, {})).toMatchObject([{ id: uploadId, own: false }]);
});
