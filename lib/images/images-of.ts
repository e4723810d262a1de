import "server-only";
import { Prisma } from "@/lib/platform/db/client";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import type { ImageType } from "./model";

/** The project's own private images that still exist, without those in the recycle bin. */
export function imagesOf(scope: ProjectScope): Prisma.ImageWhereInput {
  return { ...ownImages(scope), recycledAt: null };
}

/** The project's images in the recycle bin. */
export function recycledImagesOf(scope: ProjectScope): Prisma.ImageWhereInput {
  return { ...ownImages(scope), recycledAt: { not: null } };
}

function ownImages(scope: ProjectScope): Prisma.ImageWhereInput {
  return { accountId: scope.accountId, projectId: scope.project.id, visibility: "private", status: { not: "deleted" } };
}

/** The images of one type that the scope may see, in its region. */
export function imagesOfType(scope: ProjectScope, type: ImageType): Prisma.ImageWhereInput {
  const { regionId } = scope.project;
  switch (type) {
    case "private":
      return imagesOf(scope);
    case "public":
      return { regionId, visibility: "public", status: "active", OR: [{ hidden: false }, { accountId: scope.accountId }] };
    case "market":
      return { regionId, OR: [{ visibility: "market" }, LISTED], status: "active" };
    case "shared":
      return sharedWith(scope);
  }
}

/** Published and approved: what waits for its review, or was rejected, nobody but its owner sees (MKT-02). */
const LISTED = { published: true, listing: { status: "approved" } } satisfies Prisma.ImageWhereInput;

/** Every image the scope may read by its id. */
export function readableImages(scope: ProjectScope): Prisma.ImageWhereInput {
  return { OR: [imagesOf(scope), imagesOfType(scope, "public"), imagesOfType(scope, "market"), imagesOfType(scope, "shared")] };
}

/** Images of others that the project has accepted (SHR-15). A share grants no more than the image: never its owner's other things. */
function sharedWith(scope: ProjectScope): Prisma.ImageWhereInput {
  const { id: projectId, regionId } = scope.project;
  const members = { some: { projectId, accountId: scope.accountId, status: "accepted" as const } };
  return { regionId, visibility: "private", status: "active", recycledAt: null, members };
}

/**
 * What `readableImages` allows, as conditions on the table alias `i`: disjoint, and one for each index, so that a sorted page of each
 * costs a few index entries. A test holds the two against each other. Received shares are those accepted, unless `memberStatus` says
 * otherwise, as the OpenStack image API lets one ask.
 */
export function readableBranches(scope: ProjectScope, { visibility, memberStatus }: Readable): Prisma.Sql[] {
  const { id, regionId } = scope.project;
  const own = Prisma.sql`i."projectId" = ${id} AND i."visibility" = 'private' AND i."status" <> 'deleted' AND i."recycledAt" IS NULL AND i."accountId" = ${scope.accountId}::uuid`;
  const isListed = Prisma.sql`EXISTS (SELECT FROM "MarketListing" l WHERE l."imageId" = i."id" AND l."status" = 'approved')`;
  // Received shares and listings are few beside a region's images: their ids come first, from their own index.
  const received = Prisma.sql`ARRAY(SELECT m."imageId" FROM "ImageMember" m
    WHERE m."projectId" = ${id} AND m."accountId" = ${scope.accountId}::uuid
    ${memberStatus === "all" ? Prisma.empty : Prisma.sql`AND m."status" = ${memberStatus}::"MemberStatus"`})`;
  const listed = Prisma.sql`ARRAY(SELECT l."imageId" FROM "MarketListing" l WHERE l."status" = 'approved')`;
  const others = [
    Prisma.sql`i."regionId" = ${regionId} AND i."visibility" = 'public' AND i."status" = 'active' AND (NOT i."hidden" OR i."accountId" = ${scope.accountId}::uuid)`,
    Prisma.sql`i."regionId" = ${regionId} AND i."visibility" = 'market' AND i."status" = 'active'`,
    Prisma.sql`i."id" = ANY (${listed}) AND i."regionId" = ${regionId} AND i."published" AND i."visibility" = 'private' AND i."status" = 'active'
      AND i."projectId" <> ${id}`,
  ];
  const shared = Prisma.sql`i."id" = ANY (${received}) AND i."regionId" = ${regionId} AND i."visibility" = 'private' AND i."status" = 'active'
      AND i."recycledAt" IS NULL AND NOT (i."published" AND ${isListed})`;
  const branches = { private: [own], public: others, shared: [shared], all: [own, ...others, shared] };
  return branches[visibility];
}

/** What of the readable images is asked for. */
interface Readable {
  readonly visibility: "all" | "public" | "private" | "shared";
  readonly memberStatus: "accepted" | "pending" | "rejected" | "all";
}
