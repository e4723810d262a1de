import { randomUUID } from "node:crypto";
import { fromPrisma } from "pg-boss";
import type { Prisma, Tx } from "../db/client";
import type { Actor, ProjectScope } from "../operation/actor";
import { queue } from "./boss";
import type { JobRow } from "./job-run";

export interface NewJob<Payload extends Prisma.InputJsonObject> {
  readonly kind: string;
  readonly payload: Payload;
  /** Name of the thing worked on, as the user knows it. */
  readonly targetName: string;
  readonly imageId?: string;
  readonly serverId?: string;
}

/**
 * Queues a job in the caller's transaction: rolled back, neither the row nor the delivery ever existed. Answers the id, which
 * is the same in the `Job` table and in the queue.
 */
export function enqueue<Payload extends Prisma.InputJsonObject>(tx: Tx, actor: Actor, scope: ProjectScope, job: NewJob<Payload>): Promise<string> {
  const asker = { userId: actor.userId, userName: actor.userName, requestId: actor.requestId };
  return insertJob(tx, { ...asker, accountId: scope.accountId, projectId: scope.project.id, regionId: scope.project.regionId }, job);
}

/** Queues what has to follow a job, on behalf of whoever asked for that job. */
export function enqueueFollowUp<Payload extends Prisma.InputJsonObject>(tx: Tx, parent: JobRow, job: NewJob<Payload>): Promise<string> {
  const { userId, userName, requestId, accountId, projectId, regionId } = parent;
  return insertJob(tx, { userId, userName, requestId, accountId, projectId, regionId }, job);
}

type Origin = Pick<JobRow, "userId" | "userName" | "requestId" | "accountId" | "projectId" | "regionId">;

async function insertJob<Payload extends Prisma.InputJsonObject>(tx: Tx, origin: Origin, job: NewJob<Payload>): Promise<string> {
  const id = randomUUID();
  await tx.job.create({ data: { id, ...origin, ...job } });
  const boss = await queue();
  await boss.send(job.kind, { jobId: id }, { id, db: fromPrisma(tx) });
  return id;
}
