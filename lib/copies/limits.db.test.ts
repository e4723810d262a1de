import { describe, expect, it } from "vitest";
import { GIB } from "@/lib/disk/model";
import { createAgency } from "@/lib/iam/commands/create-agency";
import { deleteImage } from "@/lib/images/commands/delete-image";
import { cancelJob } from "@/lib/jobs/commands/cancel-job";
import { createKey } from "@/lib/keys/commands/create-key";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf, type TestAccount } from "@/lib/testing/factories";
import { deliverJob } from "@/lib/testing/jobs";
import { anImageOf } from "@/lib/testing/sized-images";
import { copyImage } from "./commands/copy-image";
import { copyImageAcross } from "./commands/copy-image-across";
import { getCopyOptions } from "./queries/get-copy-options";

testDatabase();

const SOUTH = "cn-south-1";

async function agencyFor(account: TestAccount, regionId = SOUTH): Promise<string> {
  const projectId = projectOf(await account.ownerIn(regionId)).id;
  return (await createAgency(account.owner, { name: `to-${regionId}`, projectId })).agencyId;
}

async function aSource(change: Parameters<typeof anImageOf>[2] = {}, sizeBytes = GIB) {
  const account = await anAccount();
  const { id: imageId } = await anImageOf(account.owner, sizeBytes, change);
  return { account, owner: account.owner, imageId };
}

function jobsOf(accountId: string, held = false) {
  return db().job.count({ where: { accountId, held, kind: { startsWith: "copyImage" }, status: { in: ["queued", "running"] } } });
}

const imagesOf = (actor: Actor) => db().image.count({ where: { projectId: projectOf(actor).id } });

describe("what is copied", () => {
  it.each([
    ["an image of 128 GB (CPY-06, LIM-34)", {}, 128 * GIB, undefined],
    ["a larger one (CPY-06, LIM-34)", {}, 128 * GIB + 1, "copySizeExceeded"],
    ["a data disk image (CPY-17)", { kind: "data" }, GIB, undefined],
    ["a full-server image (CPY-10, LIM-21, LIM-38)", { kind: "whole" }, GIB, "fullImageNotAllowed"],
    ["an ISO image (LIM-08)", { kind: "iso" }, GIB, "isoImageNotAllowed"],
    ["what was made with an ISO image (CPY-10, LIM-38)", { fromIso: true }, GIB, "isoImageNotAllowed"],
    ["a published image (CPY-09, LIM-37)", { published: true }, GIB, "imageStatusNotNormal"],
    ["one being made (CPY-09, LIM-37)", { status: "saving" }, GIB, "imageStatusNotNormal"],
  ] as const)("inside the region: %s", async (_name, change, size, code) => {
    const { owner, imageId } = await aSource(change, size);
    const copied = copyImage(owner, { imageId, name: "copy" });
    if (code === undefined) await copied;
    else await expect(copied).rejects.toMatchObject({ code });
    expect(await imagesOf(owner)).toBe(code === undefined ? 2 : 1);
  });

  it.each([
    ["an image of 300 GB between two large regions (CPY-07, LIM-35)", {}, 300 * GIB, undefined],
    ["a larger one, naming the limit (CPY-07, LIM-35)", {}, 300 * GIB + 1, "copySizeExceeded"],
    ["a full-server image (CPY-14)", { kind: "whole" }, GIB, undefined],
    ["a data disk image (CPY-17)", { kind: "data" }, GIB, undefined],
    ["an ISO image (LIM-08)", { kind: "iso" }, GIB, "isoImageNotAllowed"],
    ["what was made with an ISO image (CPY-10)", { fromIso: true }, GIB, undefined],
    ["a published image (CPY-09, LIM-37)", { published: true }, GIB, "imageStatusNotNormal"],
  ] as const)("to another region: %s", async (_name, change, size, code) => {
    const { account, owner, imageId } = await aSource(change, size);
    const agencyId = await agencyFor(account);
    const copied = copyImageAcross(owner, { imageId, name: "copy", targetRegionId: SOUTH, agencyId });
    if (code === "copySizeExceeded") await expect(copied).rejects.toMatchObject({ code, detail: { limit: 300 } });
    else if (code === undefined) await copied;
    else await expect(copied).rejects.toMatchObject({ code });
    expect(await imagesOf(await account.ownerIn(SOUTH))).toBe(code === undefined ? 1 : 0);
  });

  it("not an encrypted image to another region, and under no other key inside (CPY-11, LIM-25, LIM-26, SEC-04, SEC-05)", async () => {
    const account = await anAccount();
    const { owner } = account;
    const [{ keyId }, other] = [await createKey(owner, { name: "one" }), await createKey(owner, { name: "two" })];
    const { id: imageId } = await anImageOf(owner, GIB, { encrypted: true, keyId });
    const agencyId = await agencyFor(account);
    await expect(copyImageAcross(owner, { imageId, name: "copy", targetRegionId: SOUTH, agencyId })).rejects.toMatchObject({
      code: "encryptedImageNotAllowed",
    });
    await expect(copyImage(owner, { imageId, name: "copy", encryption: "encrypt", keyId: other.keyId })).rejects.toMatchObject({
      code: "encryptionKeyImmutable",
    });
    await copyImage(owner, { imageId, name: "same", encryption: "keep" });
    await copyImage(owner, { imageId, name: "plain", encryption: "decrypt" });
    const rows = await db().image.findMany({
      where: { copiedFromId: imageId },
      orderBy: { name: "asc" },
      select: { name: true, keyId: true, encrypted: true },
    });
    expect(rows).toEqual([
      { name: "plain", keyId: null, encrypted: false },
      { name: "same", keyId, encrypted: true },
    ]);
  });
});

describe("where to", () => {
  it("only to another region, to a project and by an agency of one's own (CPY-16)", async () => {
    const { account, owner, imageId } = await aSource();
    const stranger = await anAccount();
    const agencyId = await agencyFor(account);
    const to = (change: object, actor = owner) =>
      copyImageAcross(actor, { imageId, name: "copy", targetRegionId: SOUTH, agencyId, ...change });
    await expect(to({ targetRegionId: "cn-north-4" })).rejects.toMatchObject({ code: "copyRegionInvalid" });
    await expect(to({ targetRegionId: "nowhere-1" })).rejects.toMatchObject({ code: "copyRegionInvalid" });
    await expect(to({ agencyId: await agencyFor(stranger) })).rejects.toMatchObject({ code: "notFound" });
    await expect(to({ targetProjectId: projectOf(await stranger.ownerIn(SOUTH)).id })).rejects.toMatchObject({ code: "notFound" });
    await expect(to({ agencyId: await agencyFor(account, "cn-east-3") })).rejects.toMatchObject({ code: "projectNotAuthorised" });
    const onlyHere = await account.userWith("IMS FullAccess", { regionId: "cn-north-4" });
    await expect(to({}, onlyHere)).rejects.toMatchObject({ code: "projectNotAuthorised", detail: { region: SOUTH } });
    expect(await jobsOf(account.id)).toBe(0);
    expect((await getCopyOptions(onlyHere, { imageId })).targets).toEqual([]);
    expect(
      (await getCopyOptions(owner, { imageId })).targets.map(({ regionId, maxGb, agencies }) => [regionId, maxGb, agencies.length]).sort(),
    ).toEqual([
      ["cn-east-3", 300, 1],
      [SOUTH, 300, 1],
    ]);
  });

  it("not where 50 private images stand already, here or there (CPY-15, LIM-01)", async () => {
    const { account, owner, imageId } = await aSource();
    const agencyId = await agencyFor(account);
    for (const regionId of ["cn-north-4", SOUTH]) {
      const { id: projectId } = projectOf(await account.ownerIn(regionId));
      await db().projectQuota.update({ where: { projectId }, data: { imagesLimit: regionId === SOUTH ? 0 : 1 } });
    }
    await expect(copyImage(owner, { imageId, name: "copy" })).rejects.toMatchObject({ code: "imageQuotaExceeded" });
    await expect(copyImageAcross(owner, { imageId, name: "copy", targetRegionId: SOUTH, agencyId })).rejects.toMatchObject({
      code: "imageQuotaExceeded",
    });
    expect(await jobsOf(account.id)).toBe(0);
  });
});

describe("how many at once", () => {
  it("four of an account, in all regions together; a fifth is refused and leaves nothing behind (CPY-08, LIM-36)", async () => {
    const { account, owner, imageId } = await aSource();
    const south = await account.ownerIn(SOUTH);
    const { id: southern } = await anImageOf(south, GIB);
    await copyImageAcross(owner, { imageId, name: "c1", targetRegionId: SOUTH, agencyId: await agencyFor(account) });
    await copyImage(owner, { imageId, name: "c2" });
    await copyImage(south, { imageId: southern, name: "c3" });
    await copyImage(south, { imageId: southern, name: "c4" });
    for (const [actor, id] of [
      [owner, imageId],
      [south, southern],
    ] as const)
      await expect(copyImage(actor, { imageId: id, name: "c5" })).rejects.toMatchObject({
        code: "copyTaskLimitExceeded",
        detail: { limit: 4 },
      });
    expect(await jobsOf(account.id)).toBe(4);
    expect((await imagesOf(owner)) + (await imagesOf(south))).toBe(6);
    const stranger = await aSource();
    await copyImage(stranger.owner, { imageId: stranger.imageId, name: "c1" });
  });

  it("four under 20 parallel requests, refused or waiting (CPY-08, LIM-36)", async () => {
    for (const waitTurn of [false, true]) {
      const { account, owner, imageId } = await aSource();
      const asked = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => copyImage(owner, { imageId, name: `c${n}`, waitTurn })));
      expect(await jobsOf(account.id)).toBe(4);
      expect(await jobsOf(account.id, true)).toBe(waitTurn ? 16 : 0);
      expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(waitTurn ? 20 : 4);
    }
  });

  it("one of an image to other regions, whatever the target, until it has ended (CPY-12, LIM-39)", async () => {
    const { account, owner, imageId } = await aSource();
    const [south, east] = [await agencyFor(account), await agencyFor(account, "cn-east-3")];
    const { jobId } = await copyImageAcross(owner, { imageId, name: "first", targetRegionId: SOUTH, agencyId: south });
    const second = { imageId, name: "second", targetRegionId: "cn-east-3", agencyId: east };
    await expect(copyImageAcross(owner, second)).rejects.toMatchObject({ code: "copyAlreadyRunning" });
    await copyImage(owner, { imageId, name: "inside" });
    const parallel = await aSource();
    const agencyId = await agencyFor(parallel.account);
    const asked = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) =>
        copyImageAcross(parallel.owner, { imageId: parallel.imageId, name: `c${n}`, targetRegionId: SOUTH, agencyId }),
      ),
    );
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await cancelJob(owner, { jobId });
    await deliverJob(jobId);
    await copyImageAcross(owner, second);
  });

  it("and those that wait begin in order when a turn is free, also after a failure (CPY-08, CPY-12)", async () => {
    const { account, owner, imageId } = await aSource();
    const agencyId = await agencyFor(account);
    const across = (name: string) => copyImageAcross(owner, { imageId, name, targetRegionId: SOUTH, agencyId, waitTurn: true });
    const first = await across("a1");
    const second = await across("a2");
    expect([first.waits, second.waits]).toEqual([false, true]);
    const inside = [];
    for (const name of ["b1", "b2", "b3", "b4", "b5"]) inside.push(await copyImage(owner, { imageId, name, waitTurn: true }));
    expect(inside.map(({ waits }) => waits)).toEqual([false, false, false, true, true]);
    expect(await getCopyOptions(owner, { imageId })).toMatchObject({ running: 4, waiting: 3, maxRunning: 4 });
    const state = async (jobId: string) =>
      db().job.findUniqueOrThrow({ where: { id: jobId }, select: { held: true, status: true, stage: true } });
    expect(await state(second.jobId)).toEqual({ held: true, status: "queued", stage: "turn" });
    // There are no bytes behind this image, so its first copy fails.
    await deliverJob(inside[0]?.jobId ?? "");
    for (let turn = 0; (await state(inside[0]?.jobId ?? "")).status === "queued" && turn < 10; turn++)
      await deliverJob(inside[0]?.jobId ?? "");
    expect((await state(inside[0]?.jobId ?? "")).status).toBe("failed");
    expect(await state(second.jobId)).toMatchObject({ held: true });
    expect(await state(inside[3]?.jobId ?? "")).toEqual({ held: false, status: "queued", stage: null });
    await cancelJob(owner, { jobId: first.jobId });
    await deliverJob(first.jobId);
    expect(await state(second.jobId)).toMatchObject({ held: false });
    await cancelJob(owner, { jobId: inside[4]?.jobId ?? "" });
    await deliverJob(inside[4]?.jobId ?? "");
    expect((await state(inside[4]?.jobId ?? "")).status).toBe("cancelled");
  });
});

it("keeps the source from being deleted while copies of it wait or run, and leaves it Normal (LIF-08)", async () => {
  const { owner, imageId } = await aSource();
  await copyImage(owner, { imageId, name: "copy" });
  await expect(deleteImage(owner, { imageId })).rejects.toMatchObject({ code: "taskInProgress" });
  expect((await db().image.findUniqueOrThrow({ where: { id: imageId } })).status).toBe("active");
});
