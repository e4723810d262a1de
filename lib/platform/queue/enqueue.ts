import { randomUUID } from "node:crypto";
import { fromPrisma } from "pg-boss";
import type { Prisma, Tx } from "../db/client";
import type { Actor, ProjectScope } from "../operation/actor";
import { queue } from "./boss";
import type { JobRow } from "./job-run";

/** Stage of a job that waits for its turn rather than for a worker. */
export const HELD_STAGE = "turn";

export interface NewJob<Payload extends Prisma.InputJsonObject> {
  readonly kind: string;
  readonly payload: Payload;
  /** Name of the thing worked on, as the user knows it. */
  readonly targetName: string;
  readonly imageId?: string;
  readonly serverId?: string;
  readonly volumeId?: string;
  readonly backupId?: string;
  /** The image a copy makes. */
  readonly resultImageId?: string;
  /** Not given to the queue before `deliverHeld` says so. */
  readonly held?: boolean;
}

/**
 * Queues a job in the caller's transaction: rolled back, neither the row nor the delivery ever existed. Answers the id, which
 * is the same in the `Job` table and in the queue.
 */
export function enqueue<Payload extends Prisma.InputJsonObject>(
  tx: Tx,
  actor: Actor,
  scope: ProjectScope,
  job: NewJob<Payload>,
): Promise<string> {
  return insertJob(tx, originOf(actor, scope), job);
}

/** Queues many jobs of one kind at the price of few statements; for requests that ask for hundreds. */
export async function enqueueMany<Payload extends Prisma.InputJsonObject>(
  tx: Tx,
  actor: Actor,
  scope: ProjectScope,
  jobs: readonly NewJob<Payload>[],
): Promise<void> {
  const rows = jobs.map((job) => ({ id: randomUUID(), ...originOf(actor, scope), ...job }));
  await tx.job.createMany({ data: rows });
  const boss = await queue();
  for (const [kind, same] of Map.groupBy(rows, (row) => row.kind))
    await boss.insert(
      kind,
      same.map(({ id }) => ({ id, data: { jobId: id } })),
      { db: fromPrisma(tx) },
    );
}

function originOf(actor: Actor, scope: ProjectScope): Origin {
  const { accountId, project } = scope;
  const { userId, userName, requestId } = actor;
  return { userId, userName, requestId, accountId, projectId: project.id, regionId: project.regionId };
}

/** Queues what has to follow a job, on behalf of whoever asked for that job. */
export function enqueueFollowUp<Payload extends Prisma.InputJsonObject>(tx: Tx, parent: JobRow, job: NewJob<Payload>): Promise<string> {
  const { userId, userName, requestId, accountId, projectId, regionId } = parent;
  return insertJob(tx, { userId, userName, requestId, accountId, projectId, regionId }, job);
}

/** Queues what the service itself wants done with something of a project. */
export function enqueueOwn<Payload extends Prisma.InputJsonObject>(
  tx: Tx,
  owner: Pick<JobRow, "accountId" | "projectId" | "regionId">,
  job: NewJob<Payload>,
): Promise<string> {
  return insertJob(tx, { userId: null, userName: "", requestId: "", ...owner }, job);
}

type Origin = Pick<JobRow, "userId" | "userName" | "requestId" | "accountId" | "projectId" | "regionId">;

async function insertJob<Payload extends Prisma.InputJsonObject>(tx: Tx, origin: Origin, job: NewJob<Payload>): Promise<string> {
  const id = randomUUID();
  await tx.job.create({ data: { id, ...origin, ...job, ...(job.held === true ? { stage: HELD_STAGE } : {}) } });
  if (job.held !== true) await send(tx, id, job.kind);
  return id;
}

/** Gives a job that was held back to the queue, in the caller's transaction; nothing happens to one that is not. */
export async function deliverHeld(tx: Tx, jobId: string): Promise<void> {
  const [job] = await tx.job.updateManyAndReturn({
    where: { id: jobId, held: true, status: "queued" },
    data: { held: false, stage: null },
    select: { kind: true },
  });
  if (job !== undefined) await send(tx, jobId, job.kind);
}

async function send(tx: Tx, jobId: string, kind: string): Promise<void> {
  const boss = await queue();
  await boss.send(kind, { jobId }, { id: jobId, db: fromPrisma(tx) });
}
