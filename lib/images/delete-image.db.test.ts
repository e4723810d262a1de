import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import { storageOf } from "@/lib/regions/storage-of";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { aRegisteredImage, aRegistration } from "@/lib/testing/images";
import { runJobs } from "@/lib/testing/jobs";
import { systemDisks } from "@/lib/testing/system-disks";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { deleteImage } from "./commands/delete-image";
import { retryImage } from "./commands/retry-image";
import { getImage } from "./queries/get-image";
import { listImages } from "./queries/list-images";
import { parseImageSearch } from "./schemas";

testDatabase();
const disks = systemDisks("qcow2");

const everything = parseImageSearch("private", {});

it("deletes an image: it leaves the list at once, its bytes follow, its file stays in the bucket (MNG-08)", async () => {
  const { owner } = await anAccount();
  const { imageId, object } = await aRegisteredImage(owner, await disks.bytes("qcow2"));
  const { disk } = await db().image.findUniqueOrThrow({ where: { id: imageId }, select: { disk: true } });
  const deleter = inNewRequest(owner);
  await deleteImage(deleter, { imageId });
  expect((await listImages(owner, everything)).items).toEqual([]);
  await expect(getImage(owner, { imageId })).rejects.toMatchObject({ code: "notFound" });
  expect(await tracesOf(deleter)).toMatchObject([
    { trace: "deleteImage", outcome: "done", resourceId: imageId, resourceName: "web-server" },
  ]);
  await runJobs(owner);
  expect(await storageOf("cn-north-4").stat(disk?.storageKey ?? "")).toBeUndefined();
  expect(await db().imageDisk.count({ where: { id: disk?.id ?? "" } })).toBe(0);
  expect(await storageOf("cn-north-4").stat(object.storageKey)).toBeDefined();
});

it("deletes an image once, whoever asks at the same time", async () => {
  const { owner } = await anAccount();
  const { id: imageId } = await anImage(owner, { status: "active" });
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => deleteImage(owner, { imageId })));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await db().projectQuota.findUniqueOrThrow({ where: { projectId: projectOf(owner).id } })).toMatchObject({ imagesUsed: 0 });
});

it("refuses to delete a published image (LIM-48)", async () => {
  const { owner } = await anAccount();
  const { id: imageId } = await anImage(owner, { status: "active", published: true });
  await expect(deleteImage(owner, { imageId })).rejects.toMatchObject({ code: "publishedImageNotDeletable" });
  expect(await getImage(owner, { imageId })).toMatchObject({ state: "published" });
});

it("refuses to delete an image that is being made, and a protected one, and says so in the audit", async () => {
  const { owner } = await anAccount();
  const { imageId } = await aRegistration(owner, await disks.bytes("qcow2"));
  const { id: guarded } = await anImage(owner, { status: "active", protected: true });
  const asker = inNewRequest(owner);
  await expect(deleteImage(asker, { imageId })).rejects.toMatchObject({ code: "imageStatusNotNormal", detail: { status: "creating" } });
  await expect(deleteImage(asker, { imageId: guarded })).rejects.toMatchObject({ code: "conflict", detail: { reason: "protected" } });
  expect(await tracesOf(asker)).toMatchObject([
    { trace: "deleteImage", outcome: "refused", code: "imageStatusNotNormal", resourceId: imageId, resourceName: "web-server" },
    { trace: "deleteImage", outcome: "refused", code: "conflict", resourceId: guarded },
  ]);
});

it("manages own private images only: others are read-only or not there (MNG-11)", async () => {
  const [mine, other] = [await anAccount(), await anAccount({ operator: true })];
  const cases = {
    public: "imageReadOnly",
    market: "imageReadOnly",
    private: "notFound",
  } as const;
  for (const [visibility, code] of Object.entries(cases)) {
    const { id: imageId } = await anImage(other.owner, { visibility: visibility as keyof typeof cases, status: "active" }); // keys of the table above
    await expect(deleteImage(mine.owner, { imageId })).rejects.toMatchObject({ code });
    await expect(retryImage(mine.owner, { imageId })).rejects.toMatchObject({ code });
  }
});

it("tries a failed image again from its file, and only a failed one", async () => {
  const { owner } = await anAccount();
  const bytes = await disks.bytes("qcow2");
  const { imageId, object } = await aRegisteredImage(owner, bytes.subarray(0, 70_000));
  expect(await getImage(owner, { imageId })).toMatchObject({ state: "error", failureCode: "truncatedImage" });
  const whole = async function* () {
    yield bytes;
  };
  await storageOf("cn-north-4").put(object.storageKey, whole()); // what an operator who restored a broken disk did
  const results = await Promise.allSettled(Array.from({ length: 4 }, () => retryImage(owner, { imageId })));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await runJobs(owner);
  expect(await getImage(owner, { imageId })).toMatchObject({ state: "normal", failureCode: null });
  await expect(retryImage(owner, { imageId })).rejects.toMatchObject({ code: "conflict", detail: { reason: "notFailed" } });
  await expect(retryImage(owner, { imageId: randomUUID() })).rejects.toMatchObject({ code: "notFound" });
});
