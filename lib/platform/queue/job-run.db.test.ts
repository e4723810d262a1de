import { randomUUID } from "node:crypto";
import { expect, it, vi } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { anAccount } from "@/lib/testing/factories";
import { db } from "../db/client";
import { AppError } from "../errors";
import type { Actor } from "../operation/actor";
import { authorize, inProject } from "../operation/authorize";
import { queue } from "./boss";
import { enqueue } from "./enqueue";
import { beginRun, type JobRun } from "./job-run";
import { abortRunning, deliver, type Task } from "./work";

testDatabase();

const KIND = "importImage";

function queued(actor: Actor): Promise<string> {
  const scope = inProject(authorize(actor, "ims:serverImages:create"));
  return db().$transaction((tx) => enqueue(tx, actor, scope, { kind: KIND, payload: { of: "test" }, targetName: "web" }));
}

async function aRun(): Promise<JobRun> {
  const { owner } = await anAccount();
  const run = await beginRun(await queued(owner));
  if (run === undefined) throw new Error("the job has ended");
  return run;
}

const rowOf = (id: string) => db().job.findUniqueOrThrow({ where: { id } });

/** A task that does this and counts how often. */
function aTask(work: (run: JobRun) => Promise<unknown>) {
  const seen = { runs: 0, ended: [] as string[], cleaned: 0 };
  const task: Task = {
    async run(run) {
      seen.runs += 1;
      await work(run);
    },
    async ended(_tx, _job, error) {
      seen.ended.push(error.code);
    },
    async cleanUp() {
      seen.cleaned += 1;
    },
  };
  return { task, seen };
}

it("queues a job with the caller's transaction: both exist, or neither", async () => {
  const { owner } = await anAccount();
  const boss = await queue();
  const id = await queued(owner);
  expect(await rowOf(id)).toMatchObject({ status: "queued", attempt: 0, userName: owner.userName, requestId: owner.requestId });
  expect(await boss.findJobs(KIND, { id })).toHaveLength(1);
  const scope = inProject(authorize(owner, "ims:serverImages:create"));
  let lost = "";
  const failing = db().$transaction(async (tx) => {
    lost = await enqueue(tx, owner, scope, { kind: KIND, payload: {}, targetName: "web" });
    throw new Error("after all not");
  });
  await expect(failing).rejects.toThrow("after all not");
  expect(await db().job.findUnique({ where: { id: lost } })).toBeNull();
  expect(await boss.findJobs(KIND, { id: lost })).toEqual([]);
});

it("shows stage, percent and bytes as they are, never going back (PRI-24)", async () => {
  const run = await aRun();
  await run.stage("convert", { percent: 40.7 });
  const entered = await rowOf(run.job.id);
  expect(entered).toMatchObject({ status: "running", attempt: 1, stage: "convert", percent: 40 });
  run.progress({ doneBytes: 10, totalBytes: 20, percent: 55 });
  run.progress({ doneBytes: 15, percent: 30 });
  await expect.poll(() => rowOf(run.job.id), { timeout: 10_000 }).toMatchObject({ doneBytes: 15n, totalBytes: 20n, percent: 55 });
  await run.stage("verify");
  const next = await rowOf(run.job.id);
  expect(next).toMatchObject({ stage: "verify", doneBytes: 0n, totalBytes: 0n, percent: 55 });
  expect(next.stageStartedAt?.getTime()).toBeGreaterThanOrEqual(entered.stageStartedAt?.getTime() ?? Number.POSITIVE_INFINITY);
  await run.succeed(async () => undefined);
  expect(await rowOf(run.job.id)).toMatchObject({ status: "succeeded", percent: 100 });
});

it("renews its sign of life while it works on one thing for long", async () => {
  const run = await aRun();
  const first = (await rowOf(run.job.id)).heartbeatAt?.getTime() ?? 0;
  await expect.poll(async () => (await rowOf(run.job.id)).heartbeatAt?.getTime() ?? 0, { timeout: 10_000 }).toBeGreaterThan(first + 1500);
  await run.release();
});

it("fences off a delivery that another has overtaken: it is told to stop, and can write nothing", async () => {
  const stale = await aRun();
  const fresh = await beginRun(stale.job.id);
  if (fresh === undefined) throw new Error("the job has ended");
  expect(fresh.job.attempt).toBe(2);
  const effect = vi.fn(async () => undefined);
  await expect(stale.stage("late")).rejects.toMatchObject({ code: "conflict", detail: { reason: "leaseLost" } });
  expect(stale.signal.aborted).toBe(true);
  await expect(stale.apply(effect)).rejects.toMatchObject({ code: "conflict", detail: { reason: "leaseLost" } });
  expect([
    await stale.succeed(effect),
    await stale.fail("internal", {}, effect),
    await stale.cancel(effect),
    await stale.release(),
  ]).toEqual([false, false, false, false]);
  expect(effect).not.toHaveBeenCalled();
  expect(await rowOf(fresh.job.id)).toMatchObject({ status: "running", attempt: 2, stage: null });
  expect(await fresh.succeed(effect)).toBe(true);
  expect(effect).toHaveBeenCalledTimes(1);
});

it("ends a job once, with its effect in the same transaction", async () => {
  const run = await aRun();
  await expect(run.succeed(() => Promise.reject(new Error("the effect failed")))).rejects.toThrow("the effect failed");
  expect(await rowOf(run.job.id)).toMatchObject({ status: "running" });
  const results = await Promise.all(Array.from({ length: 4 }, () => run.succeed(async () => undefined)));
  expect(results.filter(Boolean)).toHaveLength(1);
  expect(await beginRun(run.job.id)).toBeUndefined();
  expect(await db().auditTrace.count({ where: { trace: `${KIND}Job`, detail: { path: ["jobId"], equals: run.job.id } } })).toBe(1);
});

it("cancels a run within a tick, undoes it and cleans up", async () => {
  const { owner } = await anAccount();
  const id = await queued(owner);
  const { task, seen } = aTask(async (run) => {
    await db().job.update({ where: { id }, data: { cancelRequestedAt: new Date() } });
    await new Promise((_, reject) => run.signal.addEventListener("abort", () => reject(run.signal.reason)));
  });
  await deliver(id, task);
  expect(seen).toEqual({ runs: 1, ended: ["cancelled"], cleaned: 1 });
  expect(await rowOf(id)).toMatchObject({ status: "cancelled" });
});

it("tries again what may pass, gives up after the fifth time, and not before", async () => {
  const { owner } = await anAccount();
  const id = await queued(owner);
  const { task, seen } = aTask(() => Promise.reject(new AppError("storageUnavailable")));
  for (let attempt = 1; attempt <= 4; attempt++) {
    await expect(deliver(id, task)).rejects.toMatchObject({ code: "storageUnavailable" });
    expect(await rowOf(id)).toMatchObject({ status: "queued", attempt });
  }
  await deliver(id, task);
  expect(seen).toEqual({ runs: 5, ended: ["storageUnavailable"], cleaned: 1 });
  expect(await rowOf(id)).toMatchObject({ status: "failed", errorCode: "storageUnavailable" });
  await deliver(id, task);
  expect(seen.runs).toBe(5);
});

it("gives up at once what will never pass, and tells no more than the code of a bug", async () => {
  const { owner } = await anAccount();
  const [refused, bug] = [await queued(owner), await queued(owner)];
  const refusing = aTask(() => Promise.reject(new AppError("corruptImage", { construct: "qcow2.header" })));
  await deliver(refused, refusing.task);
  expect(await rowOf(refused)).toMatchObject({ status: "failed", errorCode: "corruptImage", errorDetail: { construct: "qcow2.header" } });
  const broken = aTask(() => Promise.reject(new Error("secret of the inside")));
  for (let attempt = 1; attempt <= 4; attempt++) await expect(deliver(bug, broken.task)).rejects.toMatchObject({ code: "internal" });
  await deliver(bug, broken.task);
  expect(await rowOf(bug)).toMatchObject({ status: "failed", errorCode: "internal", errorDetail: {} });
});

it("gives up a job that has killed its workers twelve times, without running it again", async () => {
  const { owner } = await anAccount();
  const id = await queued(owner);
  await db().job.update({ where: { id }, data: { status: "running", attempt: 12 } });
  const { task, seen } = aTask(async (run) => run.succeed(async () => undefined));
  await deliver(id, task);
  expect(seen).toEqual({ runs: 0, ended: ["internal"], cleaned: 1 });
  expect(await rowOf(id)).toMatchObject({ status: "failed", errorCode: "internal" });
});

it("hands back what runs at shutdown, however often that happened", async () => {
  const { owner } = await anAccount();
  const id = await queued(owner);
  await db().job.update({ where: { id }, data: { attempt: 8 } });
  const { task, seen } = aTask(async (run) => {
    abortRunning();
    run.signal.throwIfAborted();
  });
  await expect(deliver(id, task)).rejects.toMatchObject({ detail: { reason: "shutdown" } });
  expect(await rowOf(id)).toMatchObject({ status: "queued", attempt: 9 });
  expect(seen).toEqual({ runs: 1, ended: [], cleaned: 0 });
});

it("does nothing for a job that is not there", async () => {
  expect(await beginRun(randomUUID())).toBeUndefined();
});
