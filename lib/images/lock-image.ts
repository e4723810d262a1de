import "server-only";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { assertCovered } from "./covers-image";
import { readableImages } from "./images-of";
import { type ImageRow, imageSelect } from "./views";

/**
 * Loads one of the project's own private images and holds it until the transaction ends. Errors: `notFound` for what the scope
 * may not see, `imageReadOnly` for what it may see but not manage (MNG-11).
 */
export async function lockImage(tx: Tx, imageId: string, scope: Scope): Promise<ImageRow> {
  await tx.$queryRaw`SELECT 1 FROM "Image" WHERE "id" = ${imageId}::uuid FOR UPDATE`;
  const image = await findReadable(tx, imageId, scope);
  const own = image.accountId === scope.accountId && image.visibility === "private";
  if (!own) throw new AppError("imageReadOnly", { id: imageId });
  return image;
}

/** Loads a public image of the account that offers it, and holds it until the transaction ends. Errors: `notFound`. */
export async function lockPublicImage(tx: Tx, imageId: string, scope: Scope): Promise<ImageRow> {
  await tx.$queryRaw`SELECT 1 FROM "Image" WHERE "id" = ${imageId}::uuid FOR UPDATE`;
  const { accountId } = scope;
  const { id: projectId } = inProject(scope).project;
  const where = { id: imageId, accountId, projectId, visibility: "public" as const, status: "active" as const };
  const image = await tx.image.findFirst({ where, select: imageSelect });
  if (image === null) throw new AppError("notFound", { id: imageId });
  assertCovered(scope, image);
  return image;
}

/**
 * Loads an image the scope may use, and keeps it from being deleted until the transaction ends. Errors: `notFound`;
 * `imageRegionMismatch` for one that the account may use in another region (LIM-33, REG-09).
 */
export async function lockUsableImage(tx: Tx, imageId: string, scope: Scope): Promise<ImageRow> {
  await tx.$queryRaw`SELECT 1 FROM "Image" WHERE "id" = ${imageId}::uuid FOR SHARE`;
  await assertOfRegion(tx, imageId, scope);
  return findReadable(tx, imageId, scope);
}

async function assertOfRegion(tx: Tx, imageId: string, scope: Scope): Promise<void> {
  const { regionId: wanted } = inProject(scope).project;
  const usableElsewhere = {
    regionId: { not: wanted },
    status: "active",
    recycledAt: null,
    OR: [
      { accountId: scope.accountId },
      { visibility: { not: "private" } },
      { members: { some: { accountId: scope.accountId, status: "accepted" } } },
    ],
  } satisfies Prisma.ImageWhereInput;
  const elsewhere = await tx.image.findFirst({ where: { id: imageId, ...usableElsewhere }, select: { regionId: true } });
  if (elsewhere !== null) throw new AppError("imageRegionMismatch", { image: elsewhere.regionId, wanted });
}

async function findReadable(tx: Tx, imageId: string, scope: Scope): Promise<ImageRow> {
  const image = await tx.image.findFirst({ where: { AND: [{ id: imageId }, readableImages(inProject(scope))] }, select: imageSelect });
  if (image === null) throw new AppError("notFound", { id: imageId });
  assertCovered(scope, image);
  return image;
}
