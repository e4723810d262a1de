import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import type { ImageType } from "./model";

/** The project's own private images that still exist. */
export function imagesOf(scope: ProjectScope): Prisma.ImageWhereInput {
  return { accountId: scope.accountId, projectId: scope.project.id, visibility: "private", status: { not: "deleted" } };
}

/** The images of one type that the scope may see, in its region. */
export function imagesOfType(scope: ProjectScope, type: ImageType): Prisma.ImageWhereInput {
  const { regionId } = scope.project;
  switch (type) {
    case "private":
      return imagesOf(scope);
    case "public":
      return { regionId, visibility: "public", status: "active", hidden: false };
    case "market":
      return { regionId, OR: [{ visibility: "market" }, { published: true }], status: "active" };
    case "shared":
      // Nothing can be shared with a project before memberships exist, so the list is empty rather than absent.
      return { id: { in: [] } };
  }
}

/** Every image the scope may read by its id. */
export function readableImages(scope: ProjectScope): Prisma.ImageWhereInput {
  return { OR: [imagesOf(scope), imagesOfType(scope, "public"), imagesOfType(scope, "market")] };
}
