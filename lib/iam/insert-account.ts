import "server-only";
import { randomUUID } from "node:crypto";
import type { Tx } from "@/lib/platform/db/client";
import { regions, servesAccount } from "@/lib/regions/configuration";
import { hexId } from "./hex-id";

export interface NewAccount {
  readonly name: string;
  readonly ownerName: string;
  readonly ownerPasswordHash: string;
  readonly operator?: boolean;
}

/** Opens an account with its owner, and a project with its quotas in every region that serves it. */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<{ id: string }> {
  const id = randomUUID();
  await tx.account.create({
    data: {
      id,
      name: account.name,
      operator: account.operator ?? false,
      users: { create: { id: hexId(), name: account.ownerName, passwordHash: account.ownerPasswordHash, accountOwner: true } },
    },
  });
  await addMissingProjects(tx, { id, name: account.name });
  return { id };
}

/** Gives an account its projects in regions it has none in yet; at start, so that a new region reaches old accounts. */
export async function addMissingProjects(tx: Tx, account: { id: string; name: string }): Promise<void> {
  const existing = await tx.project.findMany({ where: { accountId: account.id }, select: { regionId: true } });
  const missing = regions().filter(
    (region) => servesAccount(region, account.name) && !existing.some(({ regionId }) => regionId === region.id),
  );
  for (const region of missing) {
    await tx.project.create({ data: { id: hexId(), accountId: account.id, regionId: region.id, name: region.id, quota: { create: {} } } });
  }
}
