import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { isUsable } from "./model";

/**
 * Refuses at once what would need the bytes of encrypted disks whose keys do not work; a key that is disabled later is refused by the job.
 * Errors: `keyUnavailable` { key, state }.
 */
export async function assertKeysUsable(tx: Tx, disks: readonly { readonly keyId: string | null }[]): Promise<void> {
  const ids = [...new Set(disks.flatMap(({ keyId }) => keyId ?? []))];
  if (ids.length === 0) return;
  const keys = await tx.key.findMany({ where: { id: { in: ids } }, select: { name: true, state: true } });
  const unusable = keys.find((key) => !isUsable(key));
  if (unusable !== undefined) throw new AppError("keyUnavailable", { key: unusable.name, state: unusable.state });
}
