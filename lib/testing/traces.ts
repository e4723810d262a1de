import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";

/** What the audit says of an actor's request, oldest first. */
export function tracesOf(actor: Actor) {
  return db().auditTrace.findMany({
    where: { requestId: actor.requestId },
    orderBy: { time: "asc" },
    select: { trace: true, outcome: true, code: true, resourceId: true, resourceName: true, userName: true, via: true },
  });
}

/** The same actor in another request, so that its traces stand apart. */
export function inNewRequest(actor: Actor): Actor {
  return { ...actor, requestId: crypto.randomUUID() };
}
