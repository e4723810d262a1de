import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";

/** The bucket object an image was registered from. Errors: `notFound` when it was made in another way. */
export async function sourceObjectOf(tx: Tx, imageId: string): Promise<string> {
  const { sourceObjectId } = await tx.image.findUniqueOrThrow({ where: { id: imageId }, select: { sourceObjectId: true } });
  if (sourceObjectId === null) throw new AppError("notFound", { id: imageId });
  return sourceObjectId;
}
