import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { DRAFT_DAYS } from "./constraints";

const DAY_MS = 86_400_000;

/** The acting user's own drafts in the project that have not gone stale. Nobody else sees them. */
export function draftsOf(scope: Scope, now = new Date()): Prisma.ImageDraftWhereInput {
  const since = new Date(now.getTime() - DRAFT_DAYS * DAY_MS);
  return { userId: scope.userId, projectId: inProject(scope).project.id, updatedAt: { gt: since } };
}
