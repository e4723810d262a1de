import { randomUUID } from "node:crypto";
import type { Prisma, Tx } from "../db/client";
import type { ErrorCode, ErrorDetail } from "../errors";
import type { Actor } from "./actor";

/** One operation event before it is written. */
export interface TraceEntry {
  readonly actor: Actor;
  readonly trace: string;
  readonly resourceType: string;
  readonly resourceId?: string;
  readonly resourceName?: string;
  readonly outcome: "done" | "refused" | "failed";
  readonly code?: ErrorCode;
  readonly detail: ErrorDetail;
}

/** Writes audit traces. Called by `command()`, `settle()` and the key service only, inside the transaction whose outcome they tell. */
export async function writeTrace(tx: Tx, ...entries: readonly TraceEntry[]): Promise<void> {
  await tx.auditTrace.createMany({ data: entries.map(toRow) });
}

function toRow(entry: TraceEntry): Prisma.AuditTraceCreateManyInput {
  const { actor } = entry;
  return {
    id: randomUUID(),
    accountId: actor.accountId === "" ? null : actor.accountId,
    projectId: actor.project?.id,
    regionId: actor.project?.regionId,
    userId: actor.userId,
    userName: actor.userName,
    trace: entry.trace,
    resourceType: entry.resourceType,
    resourceId: entry.resourceId,
    resourceName: entry.resourceName,
    outcome: entry.outcome,
    code: entry.code,
    requestId: actor.requestId,
    sourceIp: actor.sourceIp,
    via: actor.via,
    detail: entry.detail as Prisma.InputJsonObject, // ErrorDetail is JSON by its own definition
  };
}
