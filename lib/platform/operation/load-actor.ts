import { createHash } from "node:crypto";
import { db, type Prisma } from "../db/client";
import { AppError } from "../errors";
import type { Actor, ProjectRef } from "./actor";
import { statementsOf } from "./system-permissions";

/** What the edge knows of a request before it knows who asks. */
export interface RequestInfo {
  readonly requestId: string;
  readonly sourceIp?: string;
  readonly via: Actor["via"];
}

/** The project a request is about: named by id, by region, or by both. */
export interface ProjectChoice {
  readonly projectId?: string;
  readonly regionId?: string;
}

const userSelect = {
  id: true,
  name: true,
  enabled: true,
  accountOwner: true,
  account: { select: { id: true, name: true, operator: true, enabled: true, projects: { select: { id: true, regionId: true } } } },
  memberships: {
    select: { group: { select: { grants: { select: { permission: true, projectId: true, policy: { select: { document: true } } } } } } },
  },
} satisfies Prisma.UserSelect;

type UserRow = Prisma.UserGetPayload<{ select: typeof userSelect }>;

/**
 * The actor of a console session. Errors: `unauthenticated` when it ended, was revoked, or the user was disabled; `notFound`
 * for a project of another account; `projectNotAuthorised` for a region that does not serve the account (REG-02).
 */
export async function actorOfSession(sessionId: string, choice: ProjectChoice, info: RequestInfo): Promise<Actor> {
  const session = await db().session.findFirst({
    where: { id: sessionId, revokedAt: null, expiresAt: { gt: new Date() } },
    select: { user: { select: userSelect } },
  });
  return toActor(session?.user, choice, info);
}

/** The actor of an API token, in the project the token was issued for. Errors: `unauthenticated`. */
export async function actorOfToken(token: string, info: RequestInfo): Promise<Actor> {
  const row = await db().apiToken.findUnique({
    where: { hash: tokenHash(token) },
    select: { projectId: true, expiresAt: true, revokedAt: true, user: { select: userSelect } },
  });
  const valid = row !== null && row.revokedAt === null && row.expiresAt > new Date();
  return toActor(valid ? row.user : undefined, { projectId: row?.projectId ?? undefined }, info);
}

/** What is kept of a token: its SHA-256. Tokens have 256 random bits, so no salt is needed. */
export function tokenHash(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest());
}

/** The actor of a user already proven in another way (a fresh sign-in). */
export async function actorOfUser(userId: string, choice: ProjectChoice, info: RequestInfo): Promise<Actor> {
  return toActor((await db().user.findUnique({ where: { id: userId }, select: userSelect })) ?? undefined, choice, info);
}

function toActor(user: UserRow | undefined, choice: ProjectChoice, info: RequestInfo): Actor {
  if (user === undefined || !user.enabled || !user.account.enabled) throw new AppError("unauthenticated");
  const { account } = user;
  return {
    userId: user.id,
    userName: user.name,
    accountId: account.id,
    accountName: account.name,
    accountOwner: user.accountOwner,
    operator: account.operator,
    project: chooseProject(account.projects, choice),
    statements: user.memberships.flatMap(({ group }) => group.grants.flatMap(statementsOf)),
    ...info,
  };
}

function chooseProject(projects: readonly ProjectRef[], choice: ProjectChoice): ProjectRef | undefined {
  if (choice.projectId === undefined && choice.regionId === undefined) return undefined;
  const found = projects.find(
    (project) =>
      (choice.projectId === undefined || project.id === choice.projectId) &&
      (choice.regionId === undefined || project.regionId === choice.regionId),
  );
  if (found !== undefined) return found;
  // A region is no secret; whether a project exists is.
  if (choice.projectId === undefined) throw new AppError("projectNotAuthorised", { region: choice.regionId ?? "" });
  throw new AppError("notFound", { project: choice.projectId });
}
