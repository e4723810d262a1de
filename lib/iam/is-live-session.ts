import "server-only";
import { db } from "@/lib/platform/db/client";

/** Whether a session still holds: neither over nor revoked. */
export async function isLiveSession(sessionId: string): Promise<boolean> {
  return (await db().session.count({ where: { id: sessionId, revokedAt: null, expiresAt: { gt: new Date() } } })) > 0;
}
