import "server-only";
import { agencyAllows } from "@/lib/iam/agency-allows";
import { assertCovered } from "@/lib/images/covers-image";
import type { ImageRow } from "@/lib/images/views";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor, ProjectScope } from "@/lib/platform/operation/actor";
import { inProject, openScope } from "@/lib/platform/operation/authorize";
import { findRegion } from "@/lib/regions/configuration";

export interface Destination {
  readonly targetRegionId: string;
  readonly targetProjectId?: string;
  readonly agencyId: string;
  /** The image to copy, which the right must reach there too. */
  readonly source: ImageRow;
}

/** The right a copy needs where it arrives, of its asker and of the agency. */
export const ARRIVAL_PERMISSION = "ims:images:copyCrossRegion";

/**
 * The project a copy goes to, as a scope of its own: proven for the asker and for the agency. Errors: `copyRegionInvalid` for a region
 * there is not, `projectNotAuthorised` and `permissionDenied` where the asker or the agency has no right, `notFound` for an agency or
 * project of somebody else.
 */
export async function findTarget(
  tx: Tx,
  actor: Actor,
  { targetRegionId, targetProjectId, agencyId, source }: Destination,
): Promise<ProjectScope> {
  if (findRegion(targetRegionId) === undefined) throw new AppError("copyRegionInvalid", { region: targetRegionId });
  const project = await tx.project.findFirst({ where: { accountId: actor.accountId, regionId: targetRegionId }, select: { id: true } });
  if (project === null) throw new AppError("projectNotAuthorised", { region: targetRegionId });
  if (targetProjectId !== undefined && targetProjectId !== project.id) throw new AppError("notFound", { project: targetProjectId });
  const scope = inProject(openScope({ ...actor, project: { id: project.id, regionId: targetRegionId } }, ARRIVAL_PERMISSION));
  assertCovered(scope, source);
  const agency = await tx.agency.findFirst({
    where: { id: agencyId, accountId: actor.accountId },
    select: { permission: true, projectId: true },
  });
  if (agency === null) throw new AppError("notFound", { id: agencyId });
  if (!agencyAllows(agency, ARRIVAL_PERMISSION, project.id))
    throw new AppError("projectNotAuthorised", { region: targetRegionId, agency: agencyId });
  return scope;
}
