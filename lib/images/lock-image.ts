import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
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

/** Loads an image the scope may use, and keeps it from being deleted until the transaction ends. Errors: `notFound`. */
export async function lockUsableImage(tx: Tx, imageId: string, scope: Scope): Promise<ImageRow> {
  await tx.$queryRaw`SELECT 1 FROM "Image" WHERE "id" = ${imageId}::uuid FOR SHARE`;
  return findReadable(tx, imageId, scope);
}

async function findReadable(tx: Tx, imageId: string, scope: Scope): Promise<ImageRow> {
  const image = await tx.image.findFirst({ where: { AND: [{ id: imageId }, readableImages(inProject(scope))] }, select: imageSelect });
  if (image === null) throw new AppError("notFound", { id: imageId });
  return image;
}
