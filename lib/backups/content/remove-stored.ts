import "server-only";
import { db } from "@/lib/platform/db/client";
import { backupPrefix } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";

/** Removes what runs stored for a backup that none of its rows came to refer to. Repeatable. */
export async function removeStored({ id, regionId }: { readonly id: string; readonly regionId: string }): Promise<void> {
  const storage = storageOf(regionId);
  for await (const { key } of storage.list(backupPrefix(id))) {
    const used = await db().backupDelta.count({ where: { storageKey: key } });
    if (used === 0) await storage.delete(key);
  }
}
