import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { imageOriginalKey } from "@/lib/platform/storage/paths";
import { lockImage } from "./lock-image";
import type { ImageRow } from "./views";

/** One try to send an image's bytes. Its key, kept in the image's row while it runs, fences off every earlier try. */
export interface UploadAttempt {
  readonly imageId: string;
  readonly uploadId: string;
}

/** Name of the lock that the process which receives an image's bytes holds; it is free when that process is gone. */
export function imageUploadLock(imageId: string): string {
  return `image-upload:${imageId}`;
}

/** Loads and holds an image whose bytes this attempt is sending. Errors: `notFound`, `imageStatusNotNormal` when another took over. */
export async function lockUploading(tx: Tx, attempt: UploadAttempt, scope: Scope): Promise<ImageRow> {
  const image = await lockImage(tx, attempt.imageId, scope);
  const { originalKey } = await tx.image.findUniqueOrThrow({ where: { id: image.id }, select: { originalKey: true } });
  if (image.status !== "saving" || originalKey !== imageOriginalKey(attempt.imageId, attempt.uploadId))
    throw new AppError("imageStatusNotNormal", { status: image.status, wanted: "active" });
  return image;
}
