import "server-only";
import { randomUUID } from "node:crypto";
import { GIB } from "@/lib/disk/model";
import { ContentDigest, type DiskManifest } from "@/lib/disk/zvhd2/manifest";
import { db, type Prisma, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { JobRun } from "@/lib/platform/queue/job-run";
import { digestObject } from "@/lib/platform/storage/digest-object";
import { backupDeltaKey } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";
import { blockMap } from "../block-map";
import type { BackupToCopy } from "../insert-backup-copy";
import { removeStored } from "./remove-stored";

/** A disk of the image's copy, stored in the target region and read back there. */
export interface ArrivedDisk {
  readonly position: number;
  readonly targetKey: string;
  readonly manifest: DiskManifest;
}

export interface StoredBackupCopy {
  readonly backupId: string;
  readonly disks: readonly Prisma.BackupDiskCreateManyInput[];
  readonly deltas: readonly Prisma.BackupDeltaCreateManyInput[];
}

interface Place {
  readonly regionId: string;
  readonly disks: readonly ArrivedDisk[];
  /** Unit: percent of the whole job. */
  readonly from: number;
  readonly to: number;
}

/**
 * Puts the backup of a copied full-server image into the target region (CPY-14). Its disks hold the same blocks as the image's, which is
 * proven first, so they are not sent once more: each is copied inside the store, whole, and its digest taken there. A second run begins
 * anew, nothing refers to what the first one stored. Errors: `digestMismatch`, `cancelled`, those of the store.
 */
export async function storeBackupCopy(run: JobRun, backup: BackupToCopy, place: Place): Promise<StoredBackupCopy> {
  const { regionId, disks: arrived } = place;
  await removeStored({ id: backup.id, regionId });
  const rows = await db().backupDisk.findMany({ where: { backupId: backup.sourceId }, orderBy: { position: "asc" } });
  if (rows.length === 0) throw new AppError("notFound", { id: backup.sourceId });
  const disks: Prisma.BackupDiskCreateManyInput[] = [];
  const deltas: Prisma.BackupDeltaCreateManyInput[] = [];
  for (const [index, { position, volumeId, device, sizeGb, blocks }] of rows.entries()) {
    const disk = arrived.find((each) => each.position === position);
    if (disk === undefined || contentOf(blocks, sizeGb) !== disk.manifest.contentDigest)
      throw new AppError("digestMismatch", { construct: "backup.block", disk: position });
    const about = { backupId: backup.id, position, volumeId, device, sizeGb };
    if (disk.manifest.storedBlocks === 0) {
      disks.push({ ...about, blocks: new Uint8Array(), deltaIds: [] });
      continue;
    }
    const id = randomUUID();
    const storageKey = backupDeltaKey(backup.id, id);
    await copyWhole(run, { regionId, fromKey: disk.targetKey, toKey: storageKey, sha256: disk.manifest.objectSha256 });
    deltas.push({ id, regionId, vaultId: backup.vaultId, volumeId, storageKey, sizeBytes: BigInt(disk.manifest.objectSizeBytes) });
    disks.push({ ...about, blocks: inOneDelta(blocks), deltaIds: [id] });
    run.progress({ percent: place.from + ((place.to - place.from) * (index + 1)) / rows.length });
  }
  return { backupId: backup.id, disks, deltas };
}

/** Enters a stored copy and makes it available, in the transaction that ends the job. */
export async function commitBackupCopy(tx: Tx, { backupId, disks, deltas }: StoredBackupCopy): Promise<void> {
  await tx.backupDelta.createMany({ data: [...deltas] });
  await tx.backupDisk.createMany({ data: [...disks] });
  const addedBytes = deltas.reduce((sum, { sizeBytes }) => sum + BigInt(sizeBytes), 0n);
  const { count } = await tx.backup.updateMany({ where: { id: backupId, status: "creating" }, data: { status: "available", addedBytes } });
  if (count === 0) throw new AppError("cancelled");
}

/** Takes back the row of a copy that came to nothing: the image it was for says why. */
export async function dropBackupCopy(tx: Tx, backupId: string): Promise<void> {
  await tx.backup.updateMany({ where: { id: backupId, status: "creating" }, data: { status: "deleted", deletedAt: new Date() } });
}

/** Digest of the disk that a block map describes, as a manifest has it. */
function contentOf(blocks: Uint8Array, sizeGb: number): string {
  const content = new ContentDigest();
  for (const { block, digest } of blockMap.decode(blocks)) content.add(block, digest);
  return content.finish(sizeGb * GIB).contentDigest;
}

function inOneDelta(blocks: Uint8Array): Uint8Array<ArrayBuffer> {
  return blockMap.encode(blockMap.decode(blocks).map((entry) => ({ ...entry, delta: 0 })));
}

async function copyWhole(run: JobRun, object: { regionId: string; fromKey: string; toKey: string; sha256: string }): Promise<void> {
  const storage = storageOf(object.regionId);
  await storage.copy(object.fromKey, object.toKey);
  const sha256 = await digestObject(await storage.open(object.toKey), { signal: run.signal });
  if (sha256 !== object.sha256) throw new AppError("digestMismatch", { construct: "object" });
}
