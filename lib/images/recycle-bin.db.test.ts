import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { getQuota } from "@/lib/quotas/queries/get-quota";
import { aBackup } from "@/lib/testing/backup-records";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { protectImages } from "./commands/protect-images";
import { purgeImages } from "./commands/purge-images";
import { recycleImages } from "./commands/recycle-images";
import { restoreImages } from "./commands/restore-images";
import { sweepRecycleBin } from "./manage/sweep-recycle-bin";
import { getImage } from "./queries/get-image";
import { listImageRecords } from "./queries/list-image-records";
import { listImages } from "./queries/list-images";
import { reviewSelection } from "./queries/review-selection";
import { parseImageSearch } from "./schemas";

testDatabase();

const listed = async (actor: Actor, search: Record<string, string> = {}) =>
  (await listImages(actor, parseImageSearch("private", search))).items.map(({ id }) => id);
const used = async (actor: Actor) => (await getQuota(actor, {})).imagesUsed;
const DAY_MS = 86_400_000;

it("moves a deleted image to the bin: in no list, still counted, and back as it was (MNG-08, LIF-06)", async () => {
  const { owner } = await anAccount();
  const { id } = await anImage(owner, { status: "active", tags: ["env=prod"], description: "kept" });
  const before = await getImage(owner, { imageId: id });
  const selection = { ids: [id] };
  const deleter = inNewRequest(owner);
  await recycleImages(deleter, { selection });
  expect(await tracesOf(deleter)).toMatchObject([{ trace: "deleteImage", outcome: "done", resourceId: id }]);
  expect(await listed(owner)).toEqual([]);
  expect(await listed(owner, { bin: "true" })).toEqual([id]);
  expect(await listImageRecords(owner, { order: [{ key: "createdAt", descending: true }], limit: 10 })).toEqual([]);
  await expect(getImage(owner, { imageId: id })).rejects.toMatchObject({ code: "notFound" });
  expect(await used(owner)).toBe(1);
  await restoreImages(owner, { selection });
  expect({ ...(await getImage(owner, { imageId: id })), updatedAt: before.updatedAt }).toEqual(before);
});

it("takes a shared image from its recipients, tells how many before, and gives it back with the image (MNG-09)", async () => {
  const [{ owner }, taker, second] = [await anAccount(), await anAccount(), await anAccount()];
  const { id } = await anImage(owner, { status: "active" });
  const member = ({ accountId, project }: Actor, status: "accepted" | "pending" | "rejected") => ({
    imageId: id,
    accountId,
    projectId: project?.id ?? "",
    status,
  });
  const third = await anAccount();
  await db().imageMember.createMany({
    data: [member(taker.owner, "accepted"), member(second.owner, "pending"), member(third.owner, "rejected")],
  });
  const selection = { ids: [id] };
  expect(await reviewSelection(owner, { selection, act: "delete" })).toMatchObject({ allowed: 1, impact: { tenants: 2, recycleDays: 7 } });
  const shared = async () => (await listImages(taker.owner, parseImageSearch("shared", {}))).items.map((image) => image.id);
  expect(await shared()).toEqual([id]);
  await recycleImages(owner, { selection });
  expect(await shared()).toEqual([]);
  await restoreImages(owner, { selection });
  expect(await shared()).toEqual([id]);
  await recycleImages(owner, { selection });
  await purgeImages(owner, { selection });
  expect(await db().imageMember.count({ where: { imageId: id } })).toBe(0);
});

it("tells which servers, copies and backups an image has before it is deleted (MNG-10)", async () => {
  const { owner } = await anAccount();
  const backupId = await aBackup(owner);
  const { id } = await anImage(owner, { status: "active", kind: "whole", name: "all-of-it", sourceBackupId: backupId });
  await anImage(owner, { status: "active", copiedFromId: id });
  const { id: projectId, regionId } = projectOf(owner);
  const server = { accountId: owner.accountId, projectId, regionId, zoneId: "a", name: "s", flavorId: "f", imageId: id, imageName: "i" };
  await db().server.createMany({
    data: [
      { ...server, id: crypto.randomUUID() },
      { ...server, id: crypto.randomUUID(), status: "deleted", deletedAt: new Date() },
    ],
  });
  const { impact } = await reviewSelection(owner, { selection: { ids: [id] }, act: "delete" });
  expect(impact).toMatchObject({ servers: 1, copies: 1, backups: [{ imageId: id, imageName: "all-of-it", backupId }] });
});

it("deletes for good from the bin only; then it no longer counts (LIM-01, LIF-05)", async () => {
  const { owner } = await anAccount();
  const { id } = await anImage(owner, { status: "active" });
  const failed = await anImage(owner, { status: "killed", sourceKind: "file", failureCode: "corruptImage" });
  const selection = { ids: [id] };
  await expect(purgeImages(owner, { selection })).rejects.toMatchObject({ code: "imageStatusNotNormal", detail: { status: "notInBin" } });
  await expect(restoreImages(owner, { selection })).rejects.toMatchObject({ code: "imageStatusNotNormal" });
  await recycleImages(owner, { selection: { ids: [id, failed.id] } });
  expect(await used(owner)).toBe(1);
  const purger = inNewRequest(owner);
  await purgeImages(purger, { selection });
  expect(await used(owner)).toBe(0);
  expect(await tracesOf(purger)).toMatchObject([{ trace: "purgeImage", outcome: "done", resourceId: id }]);
  expect(await db().job.count({ where: { requestId: purger.requestId, kind: "removeImageData" } })).toBe(1);
  await expect(restoreImages(owner, { selection })).rejects.toMatchObject({ code: "notFound" });
});

it("deletes many at once and says which were left alone and why (LIM-48, LIF-04, LIF-08)", async () => {
  const { owner } = await anAccount();
  const fine = await anImage(owner, { status: "active", name: "fine" });
  const published = await anImage(owner, { status: "active", name: "published", published: true });
  const guarded = await anImage(owner, { status: "active", name: "guarded", protected: true });
  const making = await anImage(owner, { status: "saving", sourceKind: "file", name: "making" });
  const busy = await anImage(owner, { status: "active", name: "busy" });
  const { id: projectId, regionId } = projectOf(owner);
  const job = {
    id: crypto.randomUUID(),
    accountId: owner.accountId,
    projectId,
    regionId,
    kind: "exportImage",
    payload: {},
    imageId: busy.id,
  };
  await db().job.create({ data: job });
  const selection = { ids: [fine, published, guarded, making, busy].map(({ id }) => id) };
  const why = (list: readonly { name: string; code: string }[]) => Object.fromEntries(list.map(({ name, code }) => [name, code]));
  const expected = {
    published: "publishedImageNotDeletable",
    guarded: "conflict",
    making: "imageStatusNotNormal",
    busy: "taskInProgress",
  };
  const review = await reviewSelection(owner, { selection, act: "delete" });
  expect([review.allowed, why(review.skipped)]).toEqual([1, expected]);
  const outcome = await recycleImages(owner, { selection });
  expect(outcome.done).toEqual([{ id: fine.id, name: "fine" }]);
  expect(why(outcome.skipped)).toEqual(expected);
  await protectImages(owner, { selection: { ids: [guarded.id] }, protected: false });
  expect((await recycleImages(owner, { selection: { ids: [guarded.id] } })).done).toHaveLength(1);
});

it("deletes an image once, and restores it once, whoever asks at the same time", async () => {
  const { owner } = await anAccount();
  const { id } = await anImage(owner, { status: "active" });
  const selection = { ids: [id] };
  await recycleImages(owner, { selection });
  const acts = [...Array.from({ length: 4 }, () => restoreImages), ...Array.from({ length: 4 }, () => purgeImages)];
  const results = await Promise.allSettled(acts.map((act) => act(owner, { selection })));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

it("empties the bin of what has been there for the configured days, and of nothing else", async () => {
  const { owner } = await anAccount();
  const now = Date.now();
  const old = await anImage(owner, { status: "active", recycledAt: new Date(now - 7 * DAY_MS - 1000) });
  const young = await anImage(owner, { status: "active", recycledAt: new Date(now - 7 * DAY_MS + 60_000) });
  const kept = await anImage(owner, { status: "active" });
  await sweepRecycleBin(new Date(now));
  const status = async (id: string) => (await db().image.findUniqueOrThrow({ where: { id }, select: { status: true } })).status;
  expect(await Promise.all([old, young, kept].map(({ id }) => status(id)))).toEqual(["deleted", "active", "active"]);
  expect(await used(owner)).toBe(2);
  expect(await db().auditTrace.findFirst({ where: { resourceId: old.id, trace: "purgeImage" } })).toMatchObject({ userName: "system" });
});

it("shows nobody else's bin, and lets nobody without the right delete (IMG-04, IAM-12)", async () => {
  const [mine, theirs] = [await anAccount(), await anAccount()];
  const { id } = await anImage(mine.owner, { status: "active" });
  await recycleImages(mine.owner, { selection: { ids: [id] } });
  expect(await listed(theirs.owner, { bin: "true" })).toEqual([]);
  await expect(restoreImages(theirs.owner, { selection: { ids: [id] } })).rejects.toMatchObject({ code: "notFound" });
  const reader = await mine.userWith("IMS ReadOnlyAccess");
  await expect(purgeImages(reader, { selection: { ids: [id] } })).rejects.toMatchObject({ code: "permissionDenied" });
});
