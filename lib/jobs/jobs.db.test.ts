import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { getImage } from "@/lib/images/queries/get-image";
import { db, type Prisma } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { testDatabase } from "@/lib/testing/database";
import { anAccount, projectOf } from "@/lib/testing/factories";
import { anImage } from "@/lib/testing/image-records";
import { aRegistration } from "@/lib/testing/images";
import { runJobs } from "@/lib/testing/jobs";
import { inNewRequest, tracesOf } from "@/lib/testing/traces";
import { cancelJob } from "./commands/cancel-job";
import { JOB_KINDS, VISIBLE_JOB_KINDS } from "./model";
import { listJobs } from "./queries/list-jobs";

testDatabase();

async function aJob(actor: Actor, data: Partial<Prisma.JobUncheckedCreateInput> = {}): Promise<string> {
  const { id: projectId, regionId } = projectOf(actor);
  const id = randomUUID();
  const place = { accountId: actor.accountId, projectId, regionId };
  await db().job.create({ data: { id, ...place, kind: "importImage", payload: {}, targetName: "web", userName: actor.userName, ...data } });
  return id;
}

it("lists the tasks of users, newest first and page by page, and not the housekeeping behind them (PRI-24)", async () => {
  const { owner } = await anAccount();
  const made: string[] = [];
  for (let index = 0; index < 23; index++) made.push(await aJob(owner, { createdAt: new Date(1_700_000_000_000 + index) }));
  for (const kind of JOB_KINDS.filter((name) => !VISIBLE_JOB_KINDS.some((visible) => visible === name))) await aJob(owner, { kind });
  const first = await listJobs(owner, { size: 10 });
  const second = await listJobs(owner, { size: 10, cursor: first.nextCursor ?? "" });
  const third = await listJobs(owner, { size: 10, cursor: second.nextCursor ?? "" });
  expect([...first.items, ...second.items, ...third.items].map(({ id }) => id)).toEqual(made.toReversed());
  expect([first.total, third.nextCursor]).toEqual([23, null]);
  expect((await listJobs(owner, { size: 10, cursor: third.previousCursor ?? "" })).items).toEqual(second.items);
});

it("narrows the list to a status, an image or a server", async () => {
  const { owner } = await anAccount();
  const { id: imageId } = await anImage(owner, {});
  const running = await aJob(owner, { status: "running", imageId });
  const failed = await aJob(owner, {
    status: "failed",
    errorCode: "corruptImage",
    errorDetail: { construct: "x" },
    endedAt: new Date(),
    imageId,
  });
  const other = await aJob(owner, {});
  const ids = async (filter: Parameters<typeof listJobs>[1]) => (await listJobs(owner, filter)).items.map(({ id }) => id).sort();
  expect(await ids({})).toEqual([running, failed, other].sort());
  expect(await ids({ imageId })).toEqual([running, failed].sort());
  expect(await ids({ status: "failed" })).toEqual([failed]);
  expect(await ids({ serverId: randomUUID() })).toEqual([]);
  expect((await listJobs(owner, { status: "failed" })).items).toMatchObject([
    { errorCode: "corruptImage", errorDetail: { construct: "x" }, cancelRequested: false, targetName: "web", userName: owner.userName },
  ]);
});

it("asks a task to stop once, while that is possible", async () => {
  const { owner } = await anAccount();
  const jobId = await aJob(owner, { status: "running", stage: "convert" });
  const asker = inNewRequest(owner);
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => cancelJob(asker, { jobId })));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await listJobs(owner, {})).items).toMatchObject([{ id: jobId, status: "running", cancelRequested: true }]);
  const traces = await tracesOf(asker);
  expect(traces.filter(({ outcome }) => outcome === "done")).toMatchObject([
    { trace: "cancelJob", resourceId: jobId, resourceName: "web" },
  ]);
  expect(traces.filter(({ outcome, code }) => outcome === "refused" && code === "conflict")).toHaveLength(4);
});

it.each([
  ["ended", { status: "succeeded", endedAt: new Date() }],
  ["being registered", { status: "running", stage: "register" }],
  ["of a kind that cannot be stopped", { kind: "fillVolume", status: "running" }],
] as const)("does not stop a task that is %s", async (_, data) => {
  const { owner } = await anAccount();
  const jobId = await aJob(owner, data);
  await expect(cancelJob(owner, { jobId })).rejects.toMatchObject({ code: "conflict", detail: { reason: "notCancellable" } });
});

it("cancels a task that no worker has begun as soon as one looks at it", async () => {
  const { owner } = await anAccount();
  const { imageId, jobId } = await aRegistration(owner, Buffer.alloc(4096));
  await cancelJob(owner, { jobId });
  expect((await listJobs(owner, {})).items).toMatchObject([{ status: "queued", cancelRequested: true }]);
  await runJobs(owner);
  expect((await listJobs(owner, {})).items).toMatchObject([{ status: "cancelled", attempt: 1 }]);
  expect(await getImage(owner, { imageId })).toMatchObject({ status: "killed", failureCode: "cancelled" });
});
