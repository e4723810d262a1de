import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { createWholeImage } from "@/lib/backups/commands/create-whole-image";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { aBackup } from "@/lib/testing/backup-records";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { deleteImage } from "./commands/delete-image";
import { purgeImages } from "./commands/purge-images";
import { recycleImages } from "./commands/recycle-images";
import { reviewSelection } from "./queries/review-selection";

testDatabase();

/** A full-server image on a backup of its own, in the recycle bin unless told. */
async function onBackup(owner: Actor, data: Parameters<typeof anImage>[1] = {}) {
  const backupId = await aBackup(owner);
  const image = { status: "active" as const, kind: "whole" as const, sourceBackupId: backupId, recycledAt: new Date(), ...data };
  return { imageId: (await anImage(owner, image)).id, backupId };
}

const statusOf = async ({ imageId, backupId }: { imageId: string; backupId: string }) => [
  (await db().image.findUniqueOrThrow({ where: { id: imageId } })).status,
  (await db().backup.findUniqueOrThrow({ where: { id: backupId } })).status,
];

/** A restore of the backup that is on its way. */
const restoring = (owner: Actor, backupId: string) => {
  const { id: projectId, regionId } = projectOf(owner);
  const job = { id: randomUUID(), accountId: owner.accountId, projectId, regionId, kind: "restoreBackup", payload: {}, backupId };
  return db().job.create({ data: job });
};

it("deletes full-server images and, if chosen, their backups in one act, with a trace of each (MNG-10, REL-09)", async () => {
  const { owner } = await anAccount();
  const [first, second, kept] = [await onBackup(owner), await onBackup(owner), await onBackup(owner)];
  const both = inNewRequest(owner);
  await purgeImages(both, { selection: { ids: [first.imageId, second.imageId] }, withBackups: true });
  expect([await statusOf(first), await statusOf(second)]).toEqual([
    ["deleted", "deleted"],
    ["deleted", "deleted"],
  ]);
  const traces = (await tracesOf(both)).map(({ trace, outcome, resourceId }) => `${trace} ${outcome} ${resourceId}`);
  expect(traces.toSorted()).toEqual(
    [first, second].flatMap(({ imageId, backupId }) => [`deleteBackup done ${backupId}`, `purgeImage done ${imageId}`]).toSorted(),
  );
  expect(await db().job.count({ where: { requestId: both.requestId, kind: "removeBackupData" } })).toBe(2);
  const alone = inNewRequest(owner);
  await purgeImages(alone, { selection: { ids: [kept.imageId] } });
  expect(await statusOf(kept)).toEqual(["deleted", "available"]);
  expect(await tracesOf(alone)).toMatchObject([{ trace: "purgeImage", resourceId: kept.imageId }]);
});

it("takes the backup along where an image ends at once, and leaves it to one that goes to the bin (MNG-10)", async () => {
  const { owner } = await anAccount();
  const failed = await onBackup(owner, { status: "killed", failureCode: "corruptImage", sourceKind: "backup", recycledAt: null });
  const binned = await onBackup(owner, { recycledAt: null });
  await recycleImages(owner, { selection: { ids: [failed.imageId, binned.imageId] }, withBackups: true });
  expect([await statusOf(failed), await statusOf(binned)]).toEqual([
    ["deleted", "deleted"],
    ["active", "available"],
  ]);
  const byApi = await onBackup(owner, { recycledAt: null });
  await deleteImage(owner, { imageId: byApi.imageId, withBackup: true });
  expect(await statusOf(byApi)).toEqual(["deleted", "deleted"]);
});

it("deletes neither while the backup is in use, and of many those that can go (MNG-10)", async () => {
  const { owner } = await anAccount();
  const [busy, free] = [await onBackup(owner), await onBackup(owner)];
  await restoring(owner, busy.backupId);
  const refused = inNewRequest(owner);
  await expect(purgeImages(refused, { selection: { ids: [busy.imageId] }, withBackups: true })).rejects.toMatchObject({
    code: "taskInProgress",
    detail: { job: "restoreBackup" },
  });
  expect(await statusOf(busy)).toEqual(["active", "available"]);
  expect(await tracesOf(refused)).toMatchObject([{ trace: "purgeImage", outcome: "refused", code: "taskInProgress" }]);
  const outcome = await purgeImages(owner, { selection: { ids: [busy.imageId, free.imageId] }, withBackups: true });
  expect(outcome).toMatchObject({ done: [{ id: free.imageId }], skipped: [{ id: busy.imageId, code: "taskInProgress" }] });
  expect([await statusOf(busy), await statusOf(free)]).toEqual([
    ["active", "available"],
    ["deleted", "deleted"],
  ]);
});

it("deletes neither for a user who may delete images, but no backups (MNG-10, IAM-12)", async () => {
  const { owner, userWith } = await anAccount();
  const images = await userWith("IMS FullAccess");
  const pair = await onBackup(owner);
  const selection = { ids: [pair.imageId] };
  await expect(purgeImages(images, { selection, withBackups: true })).rejects.toMatchObject({
    code: "permissionDenied",
    detail: { action: "cbr:backups:delete" },
  });
  expect(await statusOf(pair)).toEqual(["active", "available"]);
  await purgeImages(images, { selection });
  expect(await statusOf(pair)).toEqual(["deleted", "available"]);
});

it("never leaves a new image on a backup that is gone, whoever is first (LIM-18, MNG-10)", async () => {
  const { owner } = await anAccount();
  for (let round = 0; round < 4; round += 1) {
    const pair = await onBackup(owner);
    await Promise.allSettled([
      purgeImages(owner, { selection: { ids: [pair.imageId] }, withBackups: true }),
      createWholeImage(owner, { backupId: pair.backupId, name: "next" }),
    ]);
    expect(await statusOf(pair)).toEqual(["deleted", "deleted"]);
    expect(await db().image.count({ where: { sourceBackupId: pair.backupId, status: { not: "deleted" } } })).toBe(0);
  }
});

it("tells of backups that are there, not of those deleted before (MNG-10)", async () => {
  const { owner } = await anAccount();
  const [there, gone] = [await onBackup(owner), await onBackup(owner)];
  await db().backup.update({ where: { id: gone.backupId }, data: { status: "deleted", deletedAt: new Date() } });
  const { impact } = await reviewSelection(owner, { selection: { ids: [there.imageId, gone.imageId] }, act: "purge" });
  expect(impact.backups).toMatchObject([{ imageId: there.imageId, backupId: there.backupId }]);
});
