import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { getQuota } from "@/lib/quotas/queries/get-quota";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { aBucket, anObject } from "@/lib/testing/objects";
import { placeOf } from "@/lib/testing/server-records";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { createImage } from "./commands/create-image";
import { deleteImage } from "./commands/delete-image";
import { registerImage } from "./commands/register-image";
import { retryImage } from "./commands/retry-image";

testDatabase();

/** Every way to a private image; each takes one place of the quota. */
const WAYS: Readonly<Record<string, (actor: Actor, objectId: string) => Promise<unknown>>> = {
  "registering a file": (actor, objectId) => registerImage(actor, { objectId, name: "one-more" }),
  "registering a data disk": (actor, objectId) => registerImage(actor, { kind: "data", objectId, name: "one-more", minDiskGb: 40 }),
  "registering by quick import": (actor, objectId) =>
    registerImage(actor, { objectId, name: "one-more", quick: true, osVersion: "CentOS 7.6 64bit" }),
  "registering an encrypted image": (actor, objectId) => registerImage(actor, { objectId, name: "one-more", encrypted: true }),
  "registering an ISO file": async (actor, objectId) => {
    await db().bucketObject.update({ where: { id: objectId }, data: { name: "install.iso" } });
    return registerImage(actor, { kind: "iso", objectId, name: "one-more", osVersion: "CentOS 7.6 64bit" });
  },
  "creating a record": (actor) => createImage(actor, { fields: { name: "one-more" }, properties: {} }),
};

const limitTo = (actor: Actor, data: { imagesLimit?: number; tasksLimit?: number }) =>
  db().projectQuota.update({ where: { projectId: projectOf(actor).id }, data });

async function anObjectOf(actor: Actor): Promise<string> {
  return (await anObject(actor, await aBucket(actor), { name: "disk.raw" })).id;
}

it.each(Object.entries(WAYS))(
  "refuses the 51st private image by %s, whatever the state of the others, and takes it elsewhere (LIM-01, PRI-20)",
  async (_, create) => {
    const account = await anAccount();
    const { owner } = account;
    const objectId = await anObjectOf(owner);
    const states = [{ status: "active" }, { status: "queued" }, { status: "killed", failureCode: "corruptImage" }] as const;
    for (let index = 0; index < 48; index++) await anImage(owner, states[index % 3]);
    await anImage(owner, { kind: "iso", status: "active" });
    await anImage(owner, { status: "deleted", deletedAt: new Date() });
    await anImage(owner, { visibility: "public", status: "active" });
    await create(owner, objectId);
    expect(await getQuota(owner, {})).toMatchObject({ imagesLimit: 50, imagesUsed: 50 });
    const late = inNewRequest(owner);
    await expect(create(late, objectId)).rejects.toMatchObject({ code: "imageQuotaExceeded", detail: { limit: 50, used: 50 } });
    expect(await tracesOf(late)).toMatchObject([{ trace: "createImage", outcome: "refused", code: "imageQuotaExceeded" }]);
    expect(await db().job.count({ where: { requestId: late.requestId } })).toBe(0);
    const elsewhere = await account.ownerIn("cn-south-1");
    await create(elsewhere, await anObjectOf(elsewhere));
    await limitTo(owner, { imagesLimit: 51 });
    await create(owner, objectId);
  },
);

it.each(Object.entries(WAYS))(
  "gives exactly the places that are left to many who come at once by %s (LIM-01, PRI-20)",
  async (_, create) => {
    const { owner } = await anAccount();
    const objectId = await anObjectOf(owner);
    await limitTo(owner, { imagesLimit: 5 });
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => create(owner, objectId)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    const codes = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(codes).toEqual(Array.from({ length: 7 }, () => "imageQuotaExceeded"));
    expect(await db().image.count({ where: { projectId: projectOf(owner).id } })).toBe(5);
  },
);

it.each(Object.entries(WAYS).filter(([way]) => way !== "creating a record"))(
  "runs exactly as many tasks as are left when many come at once by %s, among others' tasks, and one more when one has ended (LIM-02, PRI-20)",
  async (_, create) => {
    const { owner } = await anAccount();
    const objectId = await anObjectOf(owner);
    const project = placeOf(owner);
    const running = Array.from({ length: 35 }, () => ({ id: randomUUID(), ...project, kind: "importImage", payload: {} }));
    await db().job.createMany({ data: running });
    const results = await Promise.allSettled(Array.from({ length: 12 }, () => create(owner, objectId)));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    const codes = results.flatMap((result) => (result.status === "rejected" ? [result.reason.code] : []));
    expect(codes).toEqual(Array.from({ length: 7 }, () => "createTaskLimitExceeded"));
    expect(await getQuota(owner, {})).toMatchObject({ tasksLimit: 40, tasksRunning: 40, imagesUsed: 5 });
    const late = inNewRequest(owner);
    await expect(create(late, objectId)).rejects.toMatchObject({ code: "createTaskLimitExceeded", detail: { limit: 40, running: 40 } });
    expect(await tracesOf(late)).toMatchObject([{ trace: "createImage", outcome: "refused", code: "createTaskLimitExceeded" }]);
    await db().job.update({ where: { id: running[0]?.id ?? "" }, data: { status: "succeeded", endedAt: new Date() } });
    await create(owner, objectId);
  },
);

it.each([
  ["places", { imagesLimit: 5 }, "imageQuotaExceeded"],
  ["tasks", { tasksLimit: 5 }, "createTaskLimitExceeded"],
] as const)(
  "gives a system disk with a data disk both %s or none, to many who come at once (LIM-01, LIM-02, PRI-20)",
  async (_, limits, code) => {
    const { owner } = await anAccount();
    const [objectId, dataId] = [await anObjectOf(owner), await anObjectOf(owner)];
    await limitTo(owner, limits);
    const register = () => registerImage(owner, { objectId, name: "pair", dataDisks: [{ objectId: dataId, diskGb: 40 }] });
    const results = await Promise.allSettled(Array.from({ length: 8 }, register));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    for (const result of results) if (result.status === "rejected") expect(result.reason).toMatchObject({ code });
    expect(await getQuota(owner, {})).toMatchObject({ imagesUsed: 4, tasksRunning: 4 });
  },
);

it("gives a place back when an image is deleted (LIM-01)", async () => {
  const { owner } = await anAccount();
  await limitTo(owner, { imagesLimit: 1 });
  const { id: imageId } = await anImage(owner, { status: "active" });
  const create = () => createImage(owner, { fields: { name: "next" }, properties: {} });
  await expect(create()).rejects.toMatchObject({ code: "imageQuotaExceeded" });
  await deleteImage(owner, { imageId });
  await create();
});

it("runs 40 creation tasks at once and refuses the 41st, new or tried again, until one has ended (LIM-02, PRI-20)", async () => {
  const { owner } = await anAccount();
  const objectId = await anObjectOf(owner);
  const register = (actor: Actor) => registerImage(actor, { objectId, name: "one-of-many" });
  const { id: failed } = await anImage(owner, {
    sourceKind: "file",
    sourceObjectId: objectId,
    status: "killed",
    failureCode: "corruptImage",
  });
  const results = await Promise.allSettled(Array.from({ length: 44 }, () => register(owner)));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(40);
  expect(await getQuota(owner, {})).toMatchObject({ tasksLimit: 40, tasksRunning: 40, imagesUsed: 41 });
  const late = inNewRequest(owner);
  await expect(register(late)).rejects.toMatchObject({ code: "createTaskLimitExceeded", detail: { limit: 40, running: 40 } });
  await expect(retryImage(late, { imageId: failed })).rejects.toMatchObject({ code: "createTaskLimitExceeded" });
  expect(await tracesOf(late)).toMatchObject([{ code: "createTaskLimitExceeded" }, { code: "createTaskLimitExceeded" }]);
  const one = await db().job.findFirstOrThrow({ where: { projectId: projectOf(owner).id }, select: { id: true } });
  await db().job.update({ where: { id: one.id }, data: { status: "cancelled", endedAt: new Date() } });
  await register(owner);
});

it("refuses a file that is in no bucket the user can read (PRI-06)", async () => {
  const [mine, other] = [await anAccount(), await anAccount()];
  const objectId = await anObjectOf(other.owner);
  for (const id of [objectId, crypto.randomUUID()])
    await expect(registerImage(mine.owner, { objectId: id, name: "taken" })).rejects.toMatchObject({ code: "notFound" });
  expect(await db().image.count({ where: { accountId: mine.id } })).toBe(0);
});
