import "server-only";
import { db, type Prisma, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { JobRow, JobRun } from "@/lib/platform/queue/job-run";
import { followWithFill } from "@/lib/volumes/content/follow-with-fill";
import { freezeVolumes, openFrozenVolume, thawVolumes } from "@/lib/volumes/content/freeze-volumes";
import { removeStored } from "./remove-stored";
import { type TakenDisk, takeDisk } from "./take-disk";

type VolumeRow = Prisma.VolumeGetPayload<Record<string, never>>;

export interface TakenBackup {
  readonly backupId: string;
  readonly vaultId: string;
  readonly volumes: readonly VolumeRow[];
  readonly disks: readonly TakenDisk[];
}

/**
 * Takes all disks of a server at one moment (crash-consistent), each block only if it changed since the backup before in the same vault.
 * Enters the stages `freeze` and `backUp`, up to `toPercent`. A second run begins anew: what the first one stored is removed, as nothing refers to it.
 */
export async function takeBackup(run: JobRun, backupId: string, toPercent: number): Promise<TakenBackup> {
  const backup = await db().backup.findUniqueOrThrow({ where: { id: backupId } });
  const volumes = await db().volume.findMany({
    where: { serverId: backup.serverId ?? "", status: { in: ["lazy", "independent"] } },
    orderBy: { device: "asc" },
  });
  if (backup.status !== "creating" || volumes.length === 0) throw new AppError("cancelled");
  await removeStored(backup);
  await run.stage("freeze");
  await freezeVolumes(volumes, run.job.id, run.signal);
  await run.stage("backUp", { percent: 2 });
  const disks: TakenDisk[] = [];
  for (const [index, volume] of volumes.entries()) {
    const onRead = (done: number, total: number) =>
      run.progress({ percent: 2 + ((toPercent - 2) * (index + done / total)) / volumes.length });
    const frozen = await openFrozenVolume(volume, run.job.id, run.signal);
    const previous = await previousOf(volume.id, backup.vaultId);
    const { regionId, vaultId } = backup;
    disks.push(await takeDisk(run, { backupId, regionId, vaultId, volume, frozen, previous }, onRead).finally(() => frozen.close()));
  }
  await thawVolumes(volumes, run.job.id);
  return { backupId, vaultId: backup.vaultId, volumes, disks };
}

/** Writes a taken backup into the database and makes it available. Errors: `storageUnavailable` when a backup it builds on was deleted meanwhile: take it anew. */
export async function commitBackup(tx: Tx, job: JobRow, { backupId, vaultId, volumes, disks }: TakenBackup): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Vault" WHERE "id" = ${vaultId}::uuid FOR UPDATE`;
  const deltas = disks.flatMap(({ delta }) => delta ?? []);
  await tx.backupDelta.createMany({ data: deltas });
  const needed = [...new Set(disks.flatMap(({ deltaIds }) => deltaIds))];
  if ((await tx.backupDelta.count({ where: { id: { in: needed } } })) < needed.length)
    throw new AppError("storageUnavailable", { reason: "deltaGone" });
  const rows = volumes.flatMap((volume, position) => {
    const disk = disks[position];
    const about = { backupId, position, volumeId: volume.id, device: volume.device ?? "", sizeGb: volume.sizeGb };
    return disk === undefined ? [] : [{ ...about, blocks: disk.blocks, deltaIds: [...disk.deltaIds] }];
  });
  await tx.backupDisk.createMany({ data: rows });
  const addedBytes = deltas.reduce((sum, { sizeBytes }) => sum + BigInt(sizeBytes), 0n);
  const { count } = await tx.backup.updateMany({ where: { id: backupId, status: "creating" }, data: { status: "available", addedBytes } });
  if (count === 0) throw new AppError("cancelled");
  await followWithFill(tx, job, volumes);
}

/** Marks a backup that could not be taken, and lets its server's disks go on filling. */
export async function failBackup(tx: Tx, job: JobRow, ...[backupId, error]: [backupId: string, error: AppError]): Promise<void> {
  const { count } = await tx.backup.updateMany({
    where: { id: backupId, status: "creating" },
    data: { status: "error", failureCode: error.code },
  });
  if (count === 0) return;
  const { serverId } = await tx.backup.findUniqueOrThrow({ where: { id: backupId }, select: { serverId: true } });
  const volumes = await tx.volume.findMany({
    where: { serverId: serverId ?? "", status: "lazy" },
    select: { id: true, status: true, serverId: true },
  });
  await followWithFill(tx, job, volumes);
}

/** Removes what a run that ended without a backup left: stored blocks, and the hold on the disks. Repeatable. */
export async function cleanUpBackup(job: JobRow, backupId: string): Promise<void> {
  const backup = await db().backup.findUniqueOrThrow({ where: { id: backupId } });
  if (backup.status === "error" || backup.status === "deleted") await removeStored(backup);
  const volumes = await db().volume.findMany({ where: { serverId: backup.serverId ?? "" }, select: { id: true, regionId: true } });
  await thawVolumes(volumes, job.id);
}

function previousOf(volumeId: string, vaultId: string) {
  return db().backupDisk.findFirst({
    where: { volumeId, backup: { vaultId, status: "available" } },
    orderBy: { backup: { createdAt: "desc" } },
    select: { blocks: true, deltaIds: true },
  });
}
