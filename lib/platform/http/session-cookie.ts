import { decode } from "next-auth/jwt";

/** Name of the session cookie; the prefix makes browsers insist on HTTPS where the service has it. */
export function sessionCookieName(): string {
  return process.env.NEXTAUTH_URL?.startsWith("https:") ? "__Secure-next-auth.session-token" : "next-auth.session-token";
}

/** The session id inside the signed and encrypted cookie, or undefined for a missing, foreign or expired one. */
export async function sessionIdOf(cookie: string | undefined): Promise<string | undefined> {
  const secret = process.env.NEXTAUTH_SECRET;
  if (cookie === undefined || cookie === "" || secret === undefined) return undefined;
  const claims = await decode({ token: cookie, secret }).catch(() => null); // a cookie of an older secret is no session
  return typeof claims?.sessionId === "string" ? claims.sessionId : undefined;
}
