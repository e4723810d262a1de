import { randomUUID } from "node:crypto";
import { fromPrisma } from "pg-boss";
import type { Prisma, Tx } from "../db/client";
import type { Actor, ProjectScope } from "../operation/actor";
import { queue } from "./boss";

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
export async function enqueue<Payload extends Prisma.InputJsonObject>(tx: Tx, actor: Actor, scope: ProjectScope, job: NewJob<Payload>): Promise<string> {
  const id = randomUUID();
  await tx.job.create({
    data: {
      id,
      accountId: scope.accountId,
      projectId: scope.project.id,
      regionId: scope.project.regionId,
      userId: actor.userId,
      userName: actor.userName,
      requestId: actor.requestId,
      kind: job.kind,
      payload: job.payload,
      targetName: job.targetName,
      imageId: job.imageId,
      serverId: job.serverId,
    },
  });
  const boss = await queue();
  await boss.send(job.kind, { jobId: id }, { id, db: fromPrisma(tx) });
  return id;
}
