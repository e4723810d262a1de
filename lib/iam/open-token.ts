import "server-only";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { writeTrace } from "@/lib/platform/operation/audit";
import { actorOfUser, type RequestInfo } from "@/lib/platform/operation/load-actor";
import { issueToken } from "./issue-token";
import { listRegionAccess } from "./list-projects";
import { type TokenDetails, tokenDetails } from "./token-details";
import { traceRefusedSignIn } from "./trace-refused-sign-in";
import { type Credentials, verifyCredentials } from "./verify-credentials";

/** The project a token is asked for: by id, or by name within an account. */
export interface WantedProject {
  readonly id?: string;
  readonly name?: string;
  readonly account?: { readonly id?: string; readonly name?: string };
}

export interface OpenedToken extends TokenDetails {
  /** Shown once, never stored. */
  readonly token: string;
}

/**
 * Gives a user that proves itself by password an API token, for one project or for none, and leaves a trace either way. A project
 * that is not there and one without a grant look the same. Errors: `unauthenticated`, `accountLocked`.
 */
export async function openToken(credentials: Credentials, wanted: WantedProject | undefined, info: RequestInfo): Promise<OpenedToken> {
  try {
    const { userId } = await verifyCredentials(credentials);
    const actor = await actorOfUser(userId, {}, info);
    const projectId = wanted === undefined ? undefined : await projectIdOf(actor, wanted);
    const { token } = await issueToken(userId, projectId);
    await traceTokenOf(actor, projectId);
    return { token, ...(await tokenDetails(token, info)) };
  } catch (error) {
    const { account, user } = credentials;
    await traceRefusedSignIn({ account: account?.name, user: user.name ?? user.id ?? "" }, info, error);
    throw error;
  }
}

async function projectIdOf(actor: Actor, { id, name, account }: WantedProject): Promise<string> {
  const access = await listRegionAccess(actor);
  const names = await db().project.findMany({ where: { accountId: actor.accountId }, select: { id: true, name: true } });
  const found = names.find((project) => (id === undefined ? project.name === name : project.id === id));
  const ownAccount =
    (account?.id === undefined || account.id === actor.accountId) && (account?.name === undefined || account.name === actor.accountName);
  const granted = access.some(({ projectId }) => projectId !== undefined && projectId === found?.id);
  if (found === undefined || !ownAccount || !granted) throw new AppError("unauthenticated");
  return found.id;
}

async function traceTokenOf(actor: Actor, projectId: string | undefined): Promise<void> {
  await db().$transaction((tx) =>
    writeTrace(tx, {
      actor,
      trace: "login",
      resourceType: "user",
      resourceId: actor.userId,
      resourceName: actor.userName,
      outcome: "done",
      detail: { token: true, project: projectId ?? null },
    }),
  );
}
