import "server-only";
import type { Damage } from "@/lib/disk/pipeline/find-damage";
import { Prisma, type Tx } from "@/lib/platform/db/client";

/** Writes down what is wrong with a disk, so that its image shows it. What is written already stands until a whole check takes it back. */
export async function noteDamage(tx: Tx, diskId: string, damage: Damage): Promise<void> {
  const found = { construct: damage.construct, blocks: [...damage.blocks], blockCount: damage.blockCount };
  await tx.imageDisk.updateMany({ where: { id: diskId, damage: { equals: Prisma.AnyNull } }, data: { damage: found } });
}
