import { createHash, type Hash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { AppError } from "@/lib/platform/errors";
import type { Zvhd2Disk } from "./reader";

/** Bytes of one SHA-256. */
export const DIGEST_BYTES = 32;

/** What must be true of a stored disk for ever, kept apart from its bytes. Digests are SHA-256, in hex where they are text. */
export interface DiskManifest {
  readonly virtualSizeBytes: number;
  readonly storedBlocks: number;
  readonly objectSizeBytes: number;
  /** Of the whole object as stored. */
  readonly objectSha256: string;
  /** Of what the guest sees; see `ContentDigest`. Equal for every file that holds the same disk. */
  readonly contentDigest: string;
  /** Of every stored block, decompressed to 2 MiB, packed in block order; blocks that are not stored are zeros. */
  readonly blockDigests: Buffer;
}

/**
 * Digest of a virtual disk that costs nothing for holes: SHA-256 over, for every block that is not all zeros in ascending order,
 * the block number (u32 LE) and the SHA-256 of its 2 MiB (the last block padded with zeros), and at the end the virtual size
 * (u64 LE). Two disks have one digest exactly when they have the same size and bytes, provided that no zero block is stored.
 */
export class ContentDigest {
  private readonly hash: Hash = createHash("sha256");
  private readonly digests: Buffer[] = [];

  /** `digest`: SHA-256 of the block's 2 MiB. Blocks must ascend. */
  add(block: number, digest: Buffer): void {
    const number = Buffer.alloc(4);
    number.writeUInt32LE(block);
    this.hash.update(number).update(digest);
    this.digests.push(digest);
  }

  /** Both digests of a manifest; the object is spent. */
  finish(virtualSizeBytes: number): Pick<DiskManifest, "contentDigest" | "blockDigests"> {
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(virtualSizeBytes));
    return { contentDigest: this.hash.update(size).digest("hex"), blockDigests: Buffer.concat(this.digests) };
  }
}

/** Blocks checked before others have their turn; a disk may have a million. */
const BLOCKS_PER_TURN = 4096;

/** The digest a manifest has for the stored block of this rank. */
export function blockDigest(manifest: Pick<DiskManifest, "blockDigests">, rank: number): Buffer {
  return manifest.blockDigests.subarray(rank * DIGEST_BYTES, (rank + 1) * DIGEST_BYTES);
}

/**
 * Proves that an opened file has the blocks its manifest lists, by number, without reading any of them: the manifest's content
 * digest must follow from the file's index and the manifest's block digests. Errors: `digestMismatch`.
 */
export async function checkIndex(disk: Zvhd2Disk, manifest: Pick<DiskManifest, "blockDigests" | "contentDigest">): Promise<void> {
  const expected = new ContentDigest();
  let rank = 0;
  for (const { block } of disk.extents()) {
    expected.add(block, blockDigest(manifest, rank++));
    if (rank % BLOCKS_PER_TURN === 0) await setImmediate();
  }
  const isSame =
    manifest.blockDigests.length === rank * DIGEST_BYTES && expected.finish(disk.virtualSizeBytes).contentDigest === manifest.contentDigest;
  if (!isSame) throw new AppError("digestMismatch", { construct: "zvhd2.index" });
}
