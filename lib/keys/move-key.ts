import "server-only";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type KeyChange, type KeyView, whyNotChangeable } from "./model";
import { type KeyRow, keySelect, toKeyView } from "./views";

/** Changes a key that the caller holds; the only writer of `state`. Errors: `conflict` { reason, state } where its state or kind forbids it. */
export async function moveKey(tx: Tx, key: KeyRow, change: KeyChange, data: Prisma.KeyUpdateInput): Promise<KeyView> {
  const refusal = whyNotChangeable(key, change);
  if (refusal !== undefined) throw new AppError(refusal.code, refusal.detail);
  return toKeyView(await tx.key.update({ where: { id: key.id }, data, select: keySelect }));
}
