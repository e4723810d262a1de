import "server-only";
import { unwrapDataKey } from "@/lib/keys/unwrap-data-key";
import { wrapDataKey } from "@/lib/keys/wrap-data-key";
import { db, type Prisma } from "@/lib/platform/db/client";
import { actorOfJob, type JobRun } from "@/lib/platform/queue/job-run";
import { diskSocketPath, volumePath } from "../volume-files";

const keySelect = { keyId: true, keyVersion: true, wrappedDataKey: true } satisfies Prisma.VolumeSelect;

interface VolumeInRegion {
  readonly id: string;
  readonly regionId: string;
}

/**
 * The data key that a disk's file is made or filled under, made now if the disk has none; undefined for a plain disk. It is stored before any
 * byte is written under it, and stays whatever is written anew: a second run of a job, and a restore, find the same.
 * Errors: `keyUnavailable` { key, state } unless its key is enabled, `conflict` { leaseLost }.
 */
export async function makeVolumeKey(run: JobRun, volumeId: string): Promise<Uint8Array | undefined> {
  await run.apply(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Volume" WHERE "id" = ${volumeId}::uuid FOR UPDATE`;
    const { keyId, wrappedDataKey } = await tx.volume.findUniqueOrThrow({ where: { id: volumeId }, select: keySelect });
    if (keyId === null || wrappedDataKey !== null) return;
    const { wrapped } = await wrapDataKey(tx, { keyId, sealedFor: volumeId, by: actorOfJob(run.job) });
    await tx.volume.update({ where: { id: volumeId }, data: { keyVersion: wrapped.keyVersion, wrappedDataKey: wrapped.wrappedDataKey } });
  });
  return openVolumeKey(volumeId);
}

/** Where a disk lies and what it takes to read and write it. Errors: `keyUnavailable` { key, state } unless the key of an encrypted one is enabled. */
export async function openVolume({ id, regionId }: VolumeInRegion) {
  return { path: volumePath(regionId, id), backingSocketPath: diskSocketPath(), dataKey: await openVolumeKey(id) };
}

async function openVolumeKey(volumeId: string): Promise<Uint8Array | undefined> {
  const { keyId, keyVersion, wrappedDataKey } = await db().volume.findUniqueOrThrow({ where: { id: volumeId }, select: keySelect });
  if (keyId === null || keyVersion === null || wrappedDataKey === null) return undefined;
  return (await unwrapDataKey({ keyId, keyVersion, wrappedDataKey, sealedFor: volumeId })).dataKey;
}
