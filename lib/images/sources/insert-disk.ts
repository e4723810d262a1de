import "server-only";
import { randomUUID } from "node:crypto";
import type { Tx } from "@/lib/platform/db/client";
import type { WrittenDisk } from "./write-disk";

/** The row of a disk that was stored and read back. */
export async function insertDisk(tx: Tx, regionId: string, { manifest, storageKey, sealed }: WrittenDisk): Promise<string> {
  const id = randomUUID();
  await tx.imageDisk.create({
    data: {
      id,
      regionId,
      storageKey,
      sizeBytes: BigInt(manifest.objectSizeBytes),
      virtualSizeBytes: BigInt(manifest.virtualSizeBytes),
      objectSha256: manifest.objectSha256,
      contentDigest: manifest.contentDigest,
      blockDigests: new Uint8Array(manifest.blockDigests),
      ...sealed,
    },
  });
  return id;
}
