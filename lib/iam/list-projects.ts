import "server-only";
import { db } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { regions } from "@/lib/regions/configuration";
import type { Region } from "@/lib/regions/model";

/** A region as one user sees it: with the project to work in, or without a grant there. */
export interface RegionAccess extends Region {
  readonly projectId?: string;
  readonly imagesUsed?: number;
  readonly imagesLimit?: number;
}

/** All regions, with the actor's project where any grant of it holds (IAM-03, IAM-04). */
export async function listRegionAccess(actor: Actor): Promise<RegionAccess[]> {
  const projects = await db().project.findMany({
    where: { accountId: actor.accountId },
    select: { id: true, regionId: true, quota: { select: { imagesUsed: true, imagesLimit: true } } },
  });
  return regions().map((region) => {
    const project = projects.find(({ regionId }) => regionId === region.id);
    const granted =
      project !== undefined &&
      (actor.accountOwner || actor.statements.some(({ projectId }) => projectId === undefined || projectId === project.id));
    const { storage: _storage, ...plain } = region;
    return granted
      ? { ...plain, projectId: project.id, imagesUsed: project.quota?.imagesUsed, imagesLimit: project.quota?.imagesLimit }
      : plain;
  });
}
