import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { moveImage } from "../move-image";

/** Marks an image as being made. A delivery after the first finds it so already. */
export async function beginSaving(tx: Tx, imageId: string): Promise<void> {
  const image = await tx.image.findUniqueOrThrow({ where: { id: imageId }, select: { id: true, status: true } });
  if (image.status !== "saving") await moveImage(tx, image, { to: "saving" });
}
