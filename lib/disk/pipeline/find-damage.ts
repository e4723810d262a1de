import { type AppError, isAppError } from "@/lib/platform/errors";
import { BlockThreads } from "../parallel/block-threads";
import { mapInOrder } from "../parallel/in-order";
import { readPiece } from "../parallel/read-piece";
import { BLOCK_BYTES } from "../zvhd2/layout";
import { blockDigest, checkIndex } from "../zvhd2/manifest";
import { openZvhd2, type Zvhd2Disk } from "../zvhd2/reader";
import { abortable } from "./abortable";
import { checkSizes, digestBlock, type Piece, piecesOf, READ_WINDOW, type VerifyOptions, WINDOW } from "./verify-disk";

/** What is wrong with a stored disk. */
export interface Damage {
  /** The part: `zvhd2.block`, `zvhd2.index`, `zvhd2.footer`, `sealed.header`, `object` … */
  readonly construct: string;
  /** The first damaged blocks, by number; a block is 2 MiB of the disk. */
  readonly blocks: readonly number[];
  readonly blockCount: number;
}

/** Damaged blocks that are named one by one. */
export const NAMED_BLOCKS = 64;

/**
 * Reads all of a stored disk and names every block that is not what the manifest says, going on behind each. Undefined: every block is
 * as it was. What stands between blocks is read but not compared. Errors: `cancelled`, those of the store that are no damage.
 */
export async function findDamage(options: VerifyOptions): Promise<Damage | undefined> {
  try {
    const disk = await openZvhd2(options.source);
    checkSizes(disk, options.source, options.manifest);
    await checkIndex(disk, options.manifest);
    const threads = new BlockThreads(options.threads ?? 2);
    return await abortable(
      options.signal,
      () => search(options, disk, threads),
      () => threads.end(),
    );
  } catch (error) {
    return damageOf(error);
  }
}

/** A failure as damage; what is none travels on. */
export function damageOf(error: unknown): Damage {
  if (!isDamage(error)) throw error;
  const { construct } = error.detail;
  return { construct: typeof construct === "string" ? construct : "object", blocks: [], blockCount: 0 };
}

/** Whether a failure says that stored bytes are not what they were. */
export function isDamage(error: unknown): error is AppError {
  return isAppError(error) && ["corruptImage", "truncatedImage", "digestMismatch", "decompressionLimit"].includes(error.code);
}

async function search(
  { source, manifest, onProgress }: VerifyOptions,
  disk: Zvhd2Disk,
  threads: BlockThreads,
): Promise<Damage | undefined> {
  const damaged: number[] = [];
  let blockCount = 0;
  let construct: string | undefined;
  let rank = 0;
  const read = async (piece: Piece) => ({ piece, ...(await orDamage(readPiece(source, piece))) });
  const check = async ({ piece, bytes, release }: Awaited<ReturnType<typeof read>>) => {
    const isWhole = bytes?.length === piece.length;
    const digest = bytes && piece.entry && isWhole ? await orDamage(digestBlock(piece.entry, bytes, threads)) : undefined;
    release?.();
    return { block: piece.entry?.block, digest, isWhole };
  };
  for await (const checked of mapInOrder(mapInOrder(piecesOf(source.sizeBytes, disk), READ_WINDOW, read), WINDOW, check)) {
    if (checked.block === undefined) {
      if (!checked.isWhole) construct ??= "object";
      continue;
    }
    const isSound = checked.digest?.equals(blockDigest(manifest, rank)) ?? false;
    rank++;
    onProgress?.({ doneBytes: rank * BLOCK_BYTES, totalBytes: disk.storedBlocks * BLOCK_BYTES });
    if (isSound) continue;
    construct = "zvhd2.block";
    blockCount++;
    if (damaged.length < NAMED_BLOCKS) damaged.push(checked.block);
  }
  return construct === undefined ? undefined : { construct, blocks: damaged, blockCount };
}

/** The result, or undefined when what was read is damaged. */
async function orDamage<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}
