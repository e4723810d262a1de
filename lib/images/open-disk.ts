import "server-only";
import { openSealed } from "@/lib/disk/crypt/open-sealed";
import type { RandomAccess } from "@/lib/disk/model";
import { unwrapDataKey } from "@/lib/keys/unwrap-data-key";
import type { WrappedDataKey } from "@/lib/keys/wrap-data-key";
import type { Prisma } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { openStored } from "@/lib/platform/storage/random-access";
import { storageOf } from "@/lib/regions/storage-of";

/** What of a disk's row is needed to read it. */
export const openDiskSelect = {
  regionId: true,
  storageKey: true,
  sizeBytes: true,
  keyId: true,
  keyVersion: true,
  wrappedDataKey: true,
  sealedFor: true,
} satisfies Prisma.ImageDiskSelect;

export type OpenDiskRow = Prisma.ImageDiskGetPayload<{ select: typeof openDiskSelect }>;

/**
 * The ZVHD2 file of a stored disk, plain or encrypted alike, for the reader, the NBD server, verification and export. `by`: on whose
 * behalf a data key is opened, for the audit; without it, the service itself. Errors: `notFound` for a missing object, those of
 * `unwrapDataKey` and `openSealed` for an encrypted one.
 */
export async function openDisk(disk: OpenDiskRow, by?: Actor): Promise<RandomAccess> {
  const wrapped = wrappedKeyOf(disk);
  const key = wrapped && (await unwrapDataKey(wrapped, by));
  const stored = await openStored(storageOf(disk.regionId), disk.storageKey);
  return key ? openSealed(stored, key, { plainSizeBytes: Number(disk.sizeBytes) }) : stored;
}

function wrappedKeyOf({ keyId, keyVersion, wrappedDataKey, sealedFor }: OpenDiskRow): WrappedDataKey | undefined {
  if (keyId === null) return undefined;
  if (keyVersion === null || wrappedDataKey === null || sealedFor === null) throw new AppError("internal", { reason: "sealedColumns" });
  return { keyId, keyVersion, wrappedDataKey, sealedFor };
}
