import { randomBytes, randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { issueToken } from "@/lib/iam/issue-token";
import { db } from "@/lib/platform/db/client";
import { sessionCookieName } from "@/lib/platform/http/session-cookie";
import type { Actor } from "@/lib/platform/operation/actor";
import { projectOf } from "./factories";

/** The `Cookie` header of a console sign-in of this actor, and the session behind it. */
export async function signedIn(actor: Actor): Promise<{ cookie: string; sessionId: string }> {
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
  const sessionId = randomUUID();
  await db().session.create({ data: { id: sessionId, userId: actor.userId, expiresAt: new Date(Date.now() + 3_600_000) } });
  const token = await encode({ token: { sessionId }, secret: process.env.NEXTAUTH_SECRET });
  return { cookie: `${sessionCookieName()}=${encodeURIComponent(token)}`, sessionId };
}

/** The headers of an API call of this actor in its project. */
export async function tokenHeaders(actor: Actor): Promise<{ "x-auth-token": string }> {
  const { token } = await issueToken(actor.userId, projectOf(actor).id);
  return { "x-auth-token": token };
}
