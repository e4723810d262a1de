import "server-only";
import type { Db, Prisma, Tx } from "@/lib/platform/db/client";
import type { BackupView, VaultView } from "./model";

export const backupSelect = {
  id: true,
  accountId: true,
  projectId: true,
  regionId: true,
  kind: true,
  name: true,
  status: true,
  vaultId: true,
  vault: { select: { name: true } },
  serverId: true,
  serverName: true,
  sizeGb: true,
  addedBytes: true,
  failureCode: true,
  createdAt: true,
  disks: { select: { position: true, device: true, sizeGb: true }, orderBy: { position: "asc" } },
} satisfies Prisma.BackupSelect;

export type BackupRow = Prisma.BackupGetPayload<{ select: typeof backupSelect }>;

/** Rows → JSON-safe views, with the image that stands on each and the job that works on it. */
export async function toBackupViews(db: Db | Tx, rows: readonly BackupRow[]): Promise<BackupView[]> {
  const ids = rows.map(({ id }) => id);
  const [images, jobs] = await Promise.all([
    db.image.findMany({ where: { sourceBackupId: { in: ids }, status: { not: "deleted" } }, select: { id: true, sourceBackupId: true } }),
    db.job.findMany({
      where: { backupId: { in: ids }, status: { in: ["queued", "running"] } },
      orderBy: { createdAt: "desc" },
      select: { id: true, kind: true, percent: true, backupId: true },
    }),
  ]);
  return rows.map(({ accountId: _account, projectId: _project, regionId: _region, vault, ...row }) => {
    const own = jobs.filter(({ backupId }) => backupId === row.id).map(({ backupId: _id, ...job }) => job);
    return {
      ...row,
      vaultName: vault.name,
      addedBytes: Number(row.addedBytes),
      imageId: images.find(({ sourceBackupId }) => sourceBackupId === row.id)?.id ?? null,
      job: own[0] ?? null,
      busyWith: own.map(({ kind }) => kind),
      createdAt: row.createdAt.toISOString(),
    };
  });
}

interface VaultUse {
  readonly id: string;
  readonly used: bigint;
  readonly reserved: bigint;
  readonly backups: bigint;
}

/** Vaults with what their backups take, and what those being made may take. */
export async function toVaultViews(db: Db | Tx, rows: readonly Prisma.VaultGetPayload<Record<string, never>>[]): Promise<VaultView[]> {
  const ids = rows.map(({ id }) => id);
  const uses = await db.$queryRaw<VaultUse[]>`
    SELECT v."id",
      (SELECT coalesce(sum(d."sizeBytes"), 0)::bigint FROM "BackupDelta" d WHERE d."vaultId" = v."id") AS used,
      (SELECT coalesce(sum(b."sizeGb"), 0)::bigint * 1073741824 FROM "Backup" b WHERE b."vaultId" = v."id" AND b."status" = 'creating') AS reserved,
      (SELECT count(*) FROM "Backup" b WHERE b."vaultId" = v."id" AND b."status" <> 'deleted') AS backups
    FROM "Vault" v WHERE v."id" = ANY(${ids}::uuid[])`;
  return rows.map(({ id, kind, name, capacityGb, createdAt }) => {
    const use = uses.find((candidate) => candidate.id === id);
    return {
      id,
      kind,
      name,
      capacityGb,
      usedBytes: Number(use?.used ?? 0),
      reservedBytes: Number(use?.reserved ?? 0),
      backups: Number(use?.backups ?? 0),
      createdAt: createdAt.toISOString(),
    };
  });
}
