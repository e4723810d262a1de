export const BACKUP_KINDS = ["csbs", "cbr"] as const;
/** The old Cloud Server Backup Service, and Cloud Backup and Recovery that took its place. */
export type BackupKind = (typeof BACKUP_KINDS)[number];

export interface VaultView {
  readonly id: string;
  readonly kind: BackupKind;
  readonly name: string;
  readonly capacityGb: number;
  /** What its backups take. Unit: bytes. */
  readonly usedBytes: number;
  /** What backups being made may take at most. Unit: bytes. */
  readonly reservedBytes: number;
  readonly backups: number;
  readonly createdAt: string;
}

export interface BackupView {
  readonly id: string;
  readonly kind: BackupKind;
  readonly name: string;
  readonly status: "creating" | "available" | "error" | "deleted";
  readonly vaultId: string;
  readonly vaultName: string;
  /** Null: it came here with a copy of its full-server image, the server is in another region. */
  readonly serverId: string | null;
  readonly serverName: string;
  /** Capacities of its disks together. Unit: GB. */
  readonly sizeGb: number;
  /** What it added to the store: the blocks changed since the backup before. Unit: bytes. */
  readonly addedBytes: number;
  readonly disks: readonly { readonly position: number; readonly device: string; readonly sizeGb: number }[];
  /** The whole image that stands on it. */
  readonly imageId: string | null;
  readonly failureCode: string | null;
  /** The unfinished job of this backup. */
  readonly job: { readonly id: string; readonly kind: string; readonly percent: number } | null;
  readonly busyWith: readonly string[];
  readonly createdAt: string;
}

export interface BackupRefusal {
  readonly code: "backupNotAvailable" | "taskInProgress" | "backupInUse" | "backupWithoutServer";
  readonly detail: Readonly<Record<string, string>>;
}

/** Why a backup cannot be restored or deleted now, or undefined. One that a whole image stands on is deleted after the image. */
export function whyNotBackup(
  action: "restore" | "delete",
  backup: Pick<BackupView, "status" | "imageId" | "busyWith" | "serverId">,
): BackupRefusal | undefined {
  const [job] = backup.busyWith;
  if (job !== undefined) return { code: "taskInProgress", detail: { job } };
  if (action === "restore") {
    if (backup.status !== "available") return { code: "backupNotAvailable", detail: { status: backup.status } };
    return backup.serverId === null ? { code: "backupWithoutServer", detail: {} } : undefined;
  }
  return backup.imageId === null ? undefined : { code: "backupInUse", detail: { image: backup.imageId } };
}

export function isBackupTransient(backup: Pick<BackupView, "status" | "job">): boolean {
  return backup.status === "creating" || backup.job !== null;
}

/** Room left in a vault. Unit: bytes. */
export function freeBytesOf(vault: Pick<VaultView, "capacityGb" | "usedBytes" | "reservedBytes">): number {
  return vault.capacityGb * 1024 ** 3 - vault.usedBytes - vault.reservedBytes;
}
