import "server-only";
import { MIB } from "@/lib/disk/model";
import { DIGEST_BYTES } from "@/lib/disk/zvhd2/manifest";
import { assertKeysUsable } from "@/lib/keys/assert-keys-usable";
import type { Tx } from "@/lib/platform/db/client";

const BLOCK_BYTES = 2 * MIB;

interface Content {
  readonly imageDiskId: string;
  readonly usedBytes: bigint;
  readonly encrypted?: true;
  readonly keyId?: string;
}

/**
 * What a disk takes from the image's disk it is made of: its bytes, and the key that its file and images made of it are encrypted with again
 * (PRI-17). Errors: `keyUnavailable` { key, state }.
 */
export async function diskForVolume(tx: Tx, imageDiskId: string): Promise<Content> {
  const [row] = await tx.$queryRaw<{ bytes: number; keyId: string | null }[]>`
    SELECT length("blockDigests") AS bytes, "keyId" FROM "ImageDisk" WHERE "id" = ${imageDiskId}::uuid`;
  const keyId = row?.keyId ?? null;
  await assertKeysUsable(tx, [{ keyId }]);
  const encryption = keyId === null ? {} : { encrypted: true as const, keyId };
  return { imageDiskId, usedBytes: BigInt(((row?.bytes ?? 0) / DIGEST_BYTES) * BLOCK_BYTES), ...encryption };
}
