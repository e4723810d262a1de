import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import type { AppError } from "@/lib/platform/errors";
import { moveImage } from "../move-image";

/** Marks an image that could not be made; one that is there already, or gone, stays as it is. */
export async function endMaking(tx: Tx, imageId: string, error: AppError): Promise<void> {
  const image = await tx.image.findUnique({ where: { id: imageId }, select: { id: true, status: true } });
  if (image?.status !== "queued" && image?.status !== "saving") return;
  await moveImage(tx, image, { to: "killed", failure: { code: error.code, detail: error.detail } });
}
