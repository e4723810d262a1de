import "server-only";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { actorOfToken, type RequestInfo, tokenHash } from "@/lib/platform/operation/load-actor";

/** What an API token stands for. */
export interface TokenDetails {
  readonly actor: Actor;
  /** Name of the actor's project; undefined for a token of no project. */
  readonly projectName: string | undefined;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** Looks a token up. Errors: `unauthenticated` when it is unknown, over or revoked. */
export async function tokenDetails(token: string, info: RequestInfo): Promise<TokenDetails> {
  const actor = await actorOfToken(token, info);
  const [row, project] = await Promise.all([
    db().apiToken.findUnique({ where: { hash: tokenHash(token) }, select: { issuedAt: true, expiresAt: true } }),
    actor.project === undefined ? null : db().project.findUnique({ where: { id: actor.project.id }, select: { name: true } }),
  ]);
  if (row === null) throw new AppError("unauthenticated");
  return { actor, projectName: project?.name, ...row };
}
