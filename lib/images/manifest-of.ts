import "server-only";
import { DIGEST_BYTES, type DiskManifest } from "@/lib/disk/zvhd2/manifest";

interface StoredDigests {
  readonly sizeBytes: bigint;
  readonly virtualSizeBytes: bigint;
  readonly objectSha256: string;
  readonly contentDigest: string;
  readonly blockDigests: Uint8Array;
}

/** What must be true of a stored disk, as its row keeps it. */
export function manifestOf(disk: StoredDigests): DiskManifest {
  const blockDigests = Buffer.from(disk.blockDigests);
  return {
    virtualSizeBytes: Number(disk.virtualSizeBytes),
    storedBlocks: blockDigests.length / DIGEST_BYTES,
    objectSizeBytes: Number(disk.sizeBytes),
    objectSha256: disk.objectSha256,
    contentDigest: disk.contentDigest,
    blockDigests,
  };
}
