import { randomUUID } from "node:crypto";
import { db, type Prisma } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { inProjectOf, minutesAgo } from "../world";

type Sample = Pick<Prisma.AuditTraceUncheckedCreateInput, "trace" | "resourceType" | "resourceName" | "outcome" | "code" | "detail"> & {
  readonly minutes: number;
};

const TRACES: readonly Sample[] = [
  { minutes: 1, trace: "createImage", resourceType: "image", resourceName: "ci-runner-base", outcome: "done" },
  {
    minutes: 3,
    trace: "deleteImage",
    resourceType: "image",
    resourceName: "golden-debian-2026.08",
    outcome: "refused",
    code: "conflict",
    detail: { reason: "protected" },
  },
  {
    minutes: 12,
    trace: "deleteImage",
    resourceType: "image",
    resourceName: "billing-prod-2026.10",
    outcome: "refused",
    code: "permissionDenied",
    detail: { action: "ims:images:delete" },
  },
  {
    minutes: 28,
    trace: "importImageJob",
    resourceType: "job",
    resourceName: "contractor-handover",
    outcome: "failed",
    code: "unsafeImage",
  },
  { minutes: 40, trace: "createServer", resourceType: "server", resourceName: "web-02", outcome: "done" },
  { minutes: 44, trace: "importImageJob", resourceType: "job", resourceName: "web-frontend-2026.11", outcome: "done" },
  {
    minutes: 95,
    trace: "completeUpload",
    resourceType: "object",
    resourceName: "CentOS-7-x86_64-GenericCloud-2009.qcow2",
    outcome: "done",
  },
  { minutes: 400, trace: "login", resourceType: "user", resourceName: "aurora", outcome: "refused", code: "unauthenticated" },
  { minutes: 401, trace: "login", resourceType: "user", resourceName: "aurora", outcome: "done" },
];

/** What was done, refused and failed over the last hours. */
export async function layOutTraces(actor: Actor): Promise<void> {
  const rows = TRACES.map(({ minutes, ...trace }) => ({
    ...inProjectOf(actor),
    ...trace,
    time: minutesAgo(minutes),
    userId: actor.userId,
    userName: actor.userName,
    resourceId: randomUUID(),
    requestId: randomUUID(),
    sourceIp: "192.0.2.14",
    via: "console",
  }));
  await db().auditTrace.createMany({ data: rows });
}
