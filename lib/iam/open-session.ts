import "server-only";
import { randomUUID } from "node:crypto";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { writeTrace } from "@/lib/platform/operation/audit";
import { actorOfUser, type RequestInfo } from "@/lib/platform/operation/load-actor";
import { SESSION_HOURS } from "./constraints";
import { traceRefusedSignIn } from "./trace-refused-sign-in";
import { verifyCredentials } from "./verify-credentials";

export interface SignIn {
  readonly account: string;
  readonly user: string;
  readonly password: string;
  readonly userAgent?: string;
}

export interface OpenedSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly userName: string;
  readonly accountName: string;
  readonly expiresAt: Date;
}

/** Signs a user in and leaves a trace either way. Errors: those of `verifyCredentials`. */
export async function openSession(input: SignIn, info: RequestInfo): Promise<OpenedSession> {
  try {
    const { userId } = await verifyCredentials({ account: { name: input.account }, user: { name: input.user }, password: input.password });
    const actor = await actorOfUser(userId, {}, info);
    return await createSession(actor, input, info);
  } catch (error) {
    await traceRefusedSignIn(input, info, error);
    throw error;
  }
}

async function createSession(actor: Actor, input: SignIn, info: RequestInfo): Promise<OpenedSession> {
  const sessionId = randomUUID();
  const expiresAt = new Date(Date.now() + SESSION_HOURS * 3_600_000);
  await db().$transaction(async (tx) => {
    const userAgent = input.userAgent?.slice(0, 300);
    await tx.session.create({ data: { id: sessionId, userId: actor.userId, expiresAt, sourceIp: info.sourceIp, userAgent } });
    await writeTrace(tx, {
      actor,
      trace: "login",
      resourceType: "user",
      resourceId: actor.userId,
      resourceName: actor.userName,
      outcome: "done",
      detail: {},
    });
  });
  return { sessionId, userId: actor.userId, userName: actor.userName, accountName: actor.accountName, expiresAt };
}

/** Ends a session at once, in every tab. Ending it twice is not an error. */
export async function closeSession(sessionId: string): Promise<void> {
  await db().session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { revokedAt: new Date() } });
}
