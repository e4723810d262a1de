import "server-only";
import { type Damage, damageOf, findDamage, isDamage } from "@/lib/disk/pipeline/find-damage";
import type { Prisma } from "@/lib/platform/db/client";
import { type AppError, isAppError } from "@/lib/platform/errors";
import type { Actor } from "@/lib/platform/operation/actor";
import { digestObject } from "@/lib/platform/storage/digest-object";
import type { Storage } from "@/lib/platform/storage/storage";
import { storageOf } from "@/lib/regions/storage-of";
import { manifestOf } from "../manifest-of";
import { openDisk, openDiskSelect } from "../open-disk";

export const scrubSelect = {
  ...openDiskSelect,
  id: true,
  virtualSizeBytes: true,
  objectSha256: true,
  contentDigest: true,
  blockDigests: true,
  sealedSha256: true,
} satisfies Prisma.ImageDiskSelect;

export type ScrubRow = Prisma.ImageDiskGetPayload<{ select: typeof scrubSelect }>;

export interface ScrubOptions {
  /** On whose behalf a data key is opened, should blocks have to be named. */
  readonly by: Actor;
  readonly signal: AbortSignal;
  /** Bytes of a copy that were read, of how many. */
  readonly onProgress: (progress: { doneBytes: number; totalBytes: number }) => void;
}

export interface ScrubResult {
  /** Copies that were read. */
  readonly copies: number;
  /** Damaged or missing copies that were replaced by a sound one. */
  readonly repaired: number;
  /** What is wrong when no copy is sound. */
  readonly damage: Damage | undefined;
}

/**
 * Reads back every copy of a stored disk and compares it with its digest; a sealed disk needs no key for that. Copies that differ are
 * replaced by a sound one where there is one (SEC-06); where there is none, the disk is searched for what can be named, block by block.
 * Errors: `cancelled`, those of the store.
 */
export async function scrubDisk(disk: ScrubRow, { by, signal, onProgress }: ScrubOptions): Promise<ScrubResult> {
  const expected = disk.sealedSha256 ?? disk.objectSha256;
  let copies = 0;
  const isSound = async (store: Storage): Promise<boolean> => {
    copies++;
    return (await digestObject(await store.open(disk.storageKey), { signal, onProgress })) === expected;
  };
  try {
    const repaired = await storageOf(disk.regionId).repair(disk.storageKey, isSound);
    signal.throwIfAborted();
    return { copies, repaired, damage: undefined };
  } catch (error) {
    signal.throwIfAborted();
    if (!isMissing(error) && !isDamage(error)) throw error;
  }
  const damage = await nameDamage(disk, { by, signal, onProgress });
  return { copies, repaired: 0, damage: damage ?? { construct: "object", blocks: [], blockCount: 0 } };
}

/** Undefined where every block is sound, or nothing can be said of them because the key is not to be had. */
async function nameDamage(disk: ScrubRow, { by, signal }: ScrubOptions): Promise<Damage | undefined> {
  try {
    return await findDamage({ source: await openDisk(disk, by), manifest: manifestOf(disk), signal });
  } catch (error) {
    if (isAppError(error) && error.code === "keyUnavailable") return undefined;
    if (isMissing(error)) return { construct: "object.missing", blocks: [], blockCount: 0 };
    return damageOf(error);
  }
}

function isMissing(error: unknown): error is AppError {
  return isAppError(error) && error.code === "notFound";
}
