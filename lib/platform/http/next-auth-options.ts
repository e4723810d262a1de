import "server-only";
import { randomUUID } from "node:crypto";
import type { NextAuthOptions, RequestInternal } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { isAppError } from "../errors";
import { log } from "../log";
import type { RequestInfo } from "../operation/load-actor";
import { REQUEST_ID_HEADER, SOURCE_IP_HEADER } from "./request-headers";

/** What signs in and out: given by the identity domain, so that this module knows only next-auth. */
export interface SessionOpener {
  open(
    input: { account: string; user: string; password: string; userAgent?: string },
    info: RequestInfo,
  ): Promise<{ sessionId: string; userId: string; userName: string }>;
  close(sessionId: string): Promise<void>;
  readonly maxAgeSeconds: number;
}

/**
 * next-auth with credentials. Its cookie (encrypted, http-only, same-site) carries only the id of our session row, which every
 * request looks up, so that revoking the row ends the session at once.
 */
export function nextAuthOptions(sessions: SessionOpener): NextAuthOptions {
  return {
    session: { strategy: "jwt", maxAge: sessions.maxAgeSeconds },
    pages: { signIn: "/login", error: "/login" },
    providers: [
      CredentialsProvider({
        credentials: { account: {}, user: {}, password: {} },
        authorize: (credentials, request) => authorize(sessions, credentials, request),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user === undefined ? token : { ...token, sessionId: user.id }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token.sessionId === "string") await sessions.close(token.sessionId);
      },
    },
    logger: {
      error: (code, metadata) => log.error({ code, err: metadata instanceof Error ? metadata : metadata.error }, "next-auth"),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

async function authorize(
  sessions: SessionOpener,
  credentials: Record<"account" | "user" | "password", string> | undefined,
  request: Pick<RequestInternal, "headers">,
): Promise<{ id: string; name: string } | null> {
  if (credentials === undefined) return null;
  const headers = request.headers ?? {};
  const info: RequestInfo = { requestId: headers[REQUEST_ID_HEADER] ?? randomUUID(), sourceIp: headers[SOURCE_IP_HEADER], via: "console" };
  try {
    const session = await sessions.open({ ...credentials, userAgent: headers["user-agent"] }, info);
    return { id: session.sessionId, name: session.userName };
  } catch (error) {
    // next-auth hands the message to the form: a code, never words or details.
    throw new Error(isAppError(error) ? error.code : "internal");
  }
}
