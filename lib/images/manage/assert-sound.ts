import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";

/**
 * Refuses to offer an image to others whose stored disk was found damaged: what the platform puts its name to is tested (SEC-08). Errors:
 * `corruptImage` { construct }.
 */
export async function assertSound(tx: Tx, imageId: string): Promise<void> {
  const { disk } = await tx.image.findUniqueOrThrow({ where: { id: imageId }, select: { disk: { select: { damage: true } } } });
  const damage = disk?.damage ?? null;
  if (damage !== null) throw new AppError("corruptImage", { construct: (damage as { construct: string }).construct }); // written by `noteDamage` only
}
