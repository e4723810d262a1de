-- CreateEnum
CREATE TYPE "BackupKind" AS ENUM ('csbs', 'cbr');

-- CreateEnum
CREATE TYPE "BackupStatus" AS ENUM ('creating', 'available', 'error', 'deleted');

-- CreateEnum
CREATE TYPE "ServerKind" AS ENUM ('ecs', 'bms');

-- AlterTable
ALTER TABLE "Job" ADD COLUMN     "backupId" UUID,
ADD COLUMN     "volumeId" UUID;

-- AlterTable
ALTER TABLE "Server" ADD COLUMN     "architecture" "Architecture",
ADD COLUMN     "bootMode" "BootMode",
ADD COLUMN     "driversInstalledAt" TIMESTAMPTZ(3),
ADD COLUMN     "faultNote" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "faultyAt" TIMESTAMPTZ(3),
ADD COLUMN     "fromIso" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "frozenAt" TIMESTAMPTZ(3),
ADD COLUMN     "hadCsbsBackup" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "isoImageId" UUID,
ADD COLUMN     "kind" "ServerKind" NOT NULL DEFAULT 'ecs',
ADD COLUMN     "originLicensed" TEXT,
ADD COLUMN     "originMarket" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "originType" TEXT,
ADD COLUMN     "osBits" INTEGER,
ADD COLUMN     "osFamily" TEXT,
ADD COLUMN     "osInstalledAt" TIMESTAMPTZ(3),
ADD COLUMN     "osPlatform" TEXT,
ADD COLUMN     "osVersion" TEXT;

-- AlterTable
ALTER TABLE "Volume" ADD COLUMN     "device" TEXT,
ADD COLUMN     "encrypted" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "failureCode" TEXT,
ADD COLUMN     "keyId" UUID,
ADD COLUMN     "local" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "type" TEXT NOT NULL DEFAULT 'GPSSD',
ADD COLUMN     "usedBytes" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "wrappedKey" BYTEA,
ADD COLUMN     "zoneId" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "Vault" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "projectId" CHAR(32) NOT NULL,
    "regionId" TEXT NOT NULL,
    "kind" "BackupKind" NOT NULL,
    "name" TEXT NOT NULL,
    "capacityGb" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Vault_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Backup" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "projectId" CHAR(32) NOT NULL,
    "regionId" TEXT NOT NULL,
    "vaultId" UUID NOT NULL,
    "kind" "BackupKind" NOT NULL,
    "name" TEXT NOT NULL,
    "status" "BackupStatus" NOT NULL DEFAULT 'creating',
    "serverId" UUID,
    "serverName" TEXT NOT NULL,
    "lineage" JSONB NOT NULL,
    "sizeGb" INTEGER NOT NULL,
    "addedBytes" BIGINT NOT NULL DEFAULT 0,
    "failureCode" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Backup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BackupDisk" (
    "backupId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "volumeId" UUID NOT NULL,
    "device" TEXT NOT NULL,
    "sizeGb" INTEGER NOT NULL,
    "blocks" BYTEA NOT NULL,
    "deltaIds" UUID[],

    CONSTRAINT "BackupDisk_pkey" PRIMARY KEY ("backupId","position")
);

-- CreateTable
CREATE TABLE "BackupDelta" (
    "id" UUID NOT NULL,
    "regionId" TEXT NOT NULL,
    "vaultId" UUID NOT NULL,
    "volumeId" UUID NOT NULL,
    "storageKey" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "BackupDelta_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Vault_projectId_createdAt_id_idx" ON "Vault"("projectId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Backup_projectId_createdAt_id_idx" ON "Backup"("projectId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Backup_serverId_createdAt_idx" ON "Backup"("serverId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "Backup_vaultId_idx" ON "Backup"("vaultId");

-- CreateIndex
CREATE INDEX "BackupDisk_volumeId_idx" ON "BackupDisk"("volumeId");

-- CreateIndex
CREATE UNIQUE INDEX "BackupDelta_storageKey_key" ON "BackupDelta"("storageKey");

-- CreateIndex
CREATE INDEX "BackupDelta_vaultId_idx" ON "BackupDelta"("vaultId");

-- CreateIndex
CREATE INDEX "BackupDelta_volumeId_idx" ON "BackupDelta"("volumeId");

-- CreateIndex
CREATE INDEX "Job_serverId_idx" ON "Job"("serverId");

-- CreateIndex
CREATE INDEX "Job_volumeId_idx" ON "Job"("volumeId");

-- CreateIndex
CREATE INDEX "Job_backupId_idx" ON "Job"("backupId");

-- CreateIndex
CREATE INDEX "Server_imageId_idx" ON "Server"("imageId");

-- CreateIndex
CREATE INDEX "Volume_serverId_idx" ON "Volume"("serverId");

-- AddForeignKey
ALTER TABLE "Backup" ADD CONSTRAINT "Backup_vaultId_fkey" FOREIGN KEY ("vaultId") REFERENCES "Vault"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Backup" ADD CONSTRAINT "Backup_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "Server"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BackupDisk" ADD CONSTRAINT "BackupDisk_backupId_fkey" FOREIGN KEY ("backupId") REFERENCES "Backup"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Servers and disks that were made before know their device and zone as if they had been made now.
UPDATE "Volume" SET "device" = 'vda', "zoneId" = s."zoneId", "name" = s."name" FROM "Server" s WHERE s."id" = "Volume"."serverId";

-- What must never be, whatever code runs. Prisma's models cannot say these.
ALTER TABLE "Server" ADD CONSTRAINT "server_origin_type" CHECK ("originType" IS NULL OR "originType" IN ('public', 'private', 'shared', 'market'));
ALTER TABLE "Server" ADD CONSTRAINT "server_origin_licensed" CHECK ("originLicensed" IS NULL OR "originLicensed" IN ('windows', 'suse'));
-- Drivers go onto a system, and only the temporary server of an ISO image has steps (LIM-07).
ALTER TABLE "Server" ADD CONSTRAINT "server_install_steps" CHECK (("driversInstalledAt" IS NULL OR "osInstalledAt" IS NOT NULL) AND ("osInstalledAt" IS NULL OR "isoImageId" IS NOT NULL));
-- A server sees every disk under a name of its own.
CREATE UNIQUE INDEX "volume_device_once" ON "Volume" ("serverId", "device") WHERE "serverId" IS NOT NULL AND "status" <> 'deleted';
ALTER TABLE "Volume" ADD CONSTRAINT "volume_encrypted_has_key" CHECK ("encrypted" = ("keyId" IS NOT NULL));
ALTER TABLE "Vault" ADD CONSTRAINT "vault_capacity" CHECK ("capacityGb" >= 1);
ALTER TABLE "Backup" ADD CONSTRAINT "backup_deleted_has_time" CHECK (("status" = 'deleted') = ("deletedAt" IS NOT NULL));
UPDATE "Job" SET "volumeId" = ("payload"->>'volumeId')::uuid WHERE "kind" = 'fillVolume';
