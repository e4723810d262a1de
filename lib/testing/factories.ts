import { randomBytes, randomUUID } from "node:crypto";
import { hexId } from "@/lib/iam/hex-id";
import { insertAccount } from "@/lib/iam/insert-account";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { actorOfUser } from "@/lib/platform/operation/load-actor";
import type { SystemPermissionName } from "@/lib/platform/operation/system-permissions";
import type { PolicyStatement } from "@/lib/policies/model";
import { regions } from "@/lib/regions/configuration";

/** A hash no password has, for users who never sign in with one: making a real one costs 50 ms of CPU. */
const NO_PASSWORD = "$argon2id$v=19$m=8,t=1,p=1$bm9zYWx0bm9zYWx0$AAAAAAAAAAAAAAAAAAAAAA";

export interface AccountOptions {
  /** Made up when left out. */
  readonly name?: string;
  readonly operator?: boolean;
  /** For accounts that sign in with a password. */
  readonly ownerPasswordHash?: string;
}

/** Where a grant holds: one region's project, or all projects. */
export interface GrantPlace {
  readonly regionId?: string;
}

export interface TestAccount {
  readonly id: string;
  readonly name: string;
  /** The owner in the first region. */
  readonly owner: Actor;
  ownerIn(regionId: string): Promise<Actor>;
  /** A new user in a group with this one grant (none: no grant at all), acting in the region of the grant or the first. */
  userWith(permission: SystemPermissionName | "none", place?: GrantPlace): Promise<Actor>;
  /** A new user in a group with a custom policy of these statements, in all projects. */
  userWithPolicy(statements: readonly PolicyStatement[]): Promise<Actor>;
  /** The same user in another region. */
  inRegion(actor: Actor, regionId: string): Promise<Actor>;
}

/** Opens an account with its owner and projects in all regions. */
export async function anAccount(options: AccountOptions = {}): Promise<TestAccount> {
  const name = options.name ?? `tenant-${randomBytes(6).toString("hex")}`;
  const { id } = await db().$transaction((tx) =>
    insertAccount(tx, {
      name,
      ownerName: name,
      ownerPasswordHash: options.ownerPasswordHash ?? NO_PASSWORD,
      operator: options.operator ?? false,
    }),
  );
  const ownerRow = await db().user.findFirstOrThrow({ where: { accountId: id, accountOwner: true }, select: { id: true } });
  const firstRegion = regions()[0]?.id ?? "";
  const ownerIn = (regionId: string) => actorIn(ownerRow.id, regionId);
  return {
    id,
    name,
    owner: await ownerIn(firstRegion),
    ownerIn,
    userWith: async (permission, place = {}) => actorIn(await insertUser(id, permission, place), place.regionId ?? firstRegion),
    userWithPolicy: async (statements) => {
      const document = JSON.stringify({ Version: "1.1", Statement: statements });
      const policyId = randomUUID();
      await db().policy.create({
        data: { id: policyId, accountId: id, name: `policy-${policyId.slice(0, 12)}`, description: "", document },
      });
      return actorIn(await insertUser(id, { policyId }, {}), firstRegion);
    },
    inRegion: (actor, regionId) => actorIn(actor.userId, regionId),
  };
}

/** The project of an actor made here; every one has one. */
export function projectOf(actor: Actor): { id: string; regionId: string } {
  if (actor.project === undefined) throw new Error("this actor acts in no project");
  return actor.project;
}

function actorIn(userId: string, regionId: string): Promise<Actor> {
  return actorOfUser(userId, { regionId }, { requestId: randomUUID(), sourceIp: "192.0.2.1", via: "console" });
}

async function insertUser(
  accountId: string,
  permission: SystemPermissionName | "none" | { policyId: string },
  place: GrantPlace,
): Promise<string> {
  const userId = hexId();
  await db().user.create({ data: { id: userId, accountId, name: `user-${userId.slice(0, 12)}`, passwordHash: NO_PASSWORD } });
  if (permission === "none") return userId;
  const project =
    place.regionId === undefined
      ? null
      : await db().project.findFirstOrThrow({ where: { accountId, regionId: place.regionId }, select: { id: true } });
  const granted = typeof permission === "string" ? { permission } : permission;
  const grants = { create: { id: randomUUID(), ...granted, projectId: project?.id ?? null } };
  await db().group.create({
    data: { id: randomUUID(), accountId, name: `group-${userId.slice(0, 12)}`, members: { create: { userId } }, grants },
  });
  return userId;
}
