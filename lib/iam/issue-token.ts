import "server-only";
import { randomBytes } from "node:crypto";
import { db } from "@/lib/platform/db/client";
import { tokenHash } from "@/lib/platform/operation/load-actor";
import { TOKEN_HOURS } from "./constraints";

export interface IssuedToken {
  /** 43 characters of base64url: 256 random bits. Shown once, never stored. */
  readonly token: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** Issues an API token for a proven user, bound to one project or (undefined) to none. */
export async function issueToken(userId: string, projectId: string | undefined): Promise<IssuedToken> {
  const token = randomBytes(32).toString("base64url");
  const issuedAt = new Date();
  const expiresAt = new Date(issuedAt.getTime() + TOKEN_HOURS * 3_600_000);
  await db().apiToken.create({ data: { hash: tokenHash(token), userId, projectId, issuedAt, expiresAt } });
  return { token, issuedAt, expiresAt };
}

/** Ends a token at once. */
export async function revokeToken(token: string): Promise<void> {
  await db().apiToken.updateMany({ where: { hash: tokenHash(token), revokedAt: null }, data: { revokedAt: new Date() } });
}
