import "server-only";
import { openSealed } from "@/lib/disk/crypt/open-sealed";
import { openZvhd2, type Zvhd2Disk } from "@/lib/disk/zvhd2/reader";
import { unwrapDataKey } from "@/lib/keys/unwrap-data-key";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { openStored } from "@/lib/platform/storage/random-access";
import { storageOf } from "@/lib/regions/storage-of";

/** Opens the blocks one backup of a disk stored, sealed or plain. Errors: `notFound`, those of `unwrapDataKey` and `openSealed`. */
export async function openDelta(deltaId: string): Promise<Zvhd2Disk> {
  const row = await db().backupDelta.findUnique({ where: { id: deltaId } });
  if (row === null) throw new AppError("notFound", { id: deltaId });
  const stored = await openStored(storageOf(row.regionId), row.storageKey);
  const { keyId, keyVersion, wrappedDataKey, sealedFor } = row;
  if (keyId === null || keyVersion === null || wrappedDataKey === null || sealedFor === null) return openZvhd2(stored);
  const key = await unwrapDataKey({ keyId, keyVersion, wrappedDataKey, sealedFor });
  return openZvhd2(await openSealed(stored, key, { plainSizeBytes: Number(row.sizeBytes) }));
}
