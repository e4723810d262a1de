import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { aBucket, anObject } from "@/lib/testing/objects";
import { createBucket } from "./commands/create-bucket";
import { deleteBucket } from "./commands/delete-bucket";
import { BUCKETS_MAX } from "./constraints";
import { listBuckets } from "./queries/list-buckets";

testDatabase();

const tracesOf = (requestId: string) =>
  db().auditTrace.findMany({
    where: { requestId },
    orderBy: { time: "asc" },
    select: { trace: true, outcome: true, code: true, resourceName: true },
  });

it("makes a bucket in the actor's project and says so in the audit (REL-03)", async () => {
  const { owner } = await anAccount();
  const { bucketId } = await createBucket(owner, { name: "images-of-mine" });
  expect(await listBuckets(owner, {})).toMatchObject([
    { id: bucketId, name: "images-of-mine", objectCount: 0, totalBytes: 0, regionId: "cn-north-4" },
  ]);
  expect(await tracesOf(owner.requestId)).toEqual([{ trace: "createBucket", outcome: "done", code: null, resourceName: "images-of-mine" }]);
});

it("gives a name once in a region, whoever asks, and again in another region (REL-03)", async () => {
  const [one, two] = [await anAccount(), await anAccount()];
  await createBucket(one.owner, { name: "taken-name" });
  await expect(createBucket(two.owner, { name: "taken-name" })).rejects.toMatchObject({ code: "nameTaken" });
  expect(await tracesOf(two.owner.requestId)).toMatchObject([{ trace: "createBucket", outcome: "refused", code: "nameTaken" }]);
  await expect(createBucket(await two.ownerIn("cn-south-1"), { name: "taken-name" })).resolves.toHaveProperty("bucketId");
});

it("lets one of many win a race for a name", async () => {
  const { owner } = await anAccount();
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => createBucket(owner, { name: "raced-for" })));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(results.filter((result) => result.status === "rejected" && result.reason.code === "nameTaken")).toHaveLength(7);
});

it("holds the limit of buckets also under parallel requests", async () => {
  const account = await anAccount();
  const { project, accountId } = account.owner;
  const existing = Array.from({ length: BUCKETS_MAX - 2 }, (_, index) => ({
    id: crypto.randomUUID(),
    accountId,
    projectId: project?.id ?? "",
    regionId: project?.regionId ?? "",
    name: `many-${account.name}-${index}`,
  }));
  await db().bucket.createMany({ data: existing });
  const results = await Promise.allSettled(
    Array.from({ length: 6 }, (_, index) => createBucket(account.owner, { name: `${account.name}-${index}` })),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
});

it("refuses to make or delete buckets without the right (IAM-08, IAM-01)", async () => {
  const account = await anAccount();
  const bucket = await aBucket(account.owner);
  for (const actor of [await account.userWith("IMS ReadOnlyAccess"), await account.userWith("none")]) {
    await expect(createBucket(actor, { name: "not-for-me" })).rejects.toMatchObject({ code: "permissionDenied" });
    await expect(deleteBucket(actor, { bucketId: bucket.id })).rejects.toMatchObject({ code: "permissionDenied" });
  }
  await expect(listBuckets(await account.userWith("none"), {})).rejects.toMatchObject({ code: "permissionDenied" });
  expect(await listBuckets(await account.userWith("IMS ReadOnlyAccess"), {})).toHaveLength(1);
});

it("deletes an empty bucket, and none that holds an object or an unfinished upload", async () => {
  const { owner } = await anAccount();
  const [empty, full] = [await aBucket(owner), await aBucket(owner)];
  await anObject(owner, full, { name: "disk.raw" });
  await deleteBucket(owner, { bucketId: empty.id });
  await expect(deleteBucket(owner, { bucketId: full.id })).rejects.toMatchObject({
    code: "bucketNotEmpty",
    detail: { objects: 1, uploads: 0 },
  });
  expect(await listBuckets(owner, {})).toMatchObject([{ id: full.id, objectCount: 1 }]);
});

it("shows and deletes only the project's own buckets, not those of strangers or of image storage (SEC-07)", async () => {
  const [mine, stranger] = [await anAccount(), await anAccount()];
  const bucket = await aBucket(mine.owner);
  expect(await listBuckets(stranger.owner, {})).toEqual([]);
  expect(await listBuckets(await mine.ownerIn("cn-south-1"), {})).toEqual([]);
  await expect(deleteBucket(stranger.owner, { bucketId: bucket.id })).rejects.toMatchObject({ code: "notFound" });
});
