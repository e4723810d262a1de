-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "ImageVisibility" AS ENUM ('public', 'private', 'market');

-- CreateEnum
CREATE TYPE "ImageKind" AS ENUM ('system', 'data', 'whole', 'iso');

-- CreateEnum
CREATE TYPE "ImageStatus" AS ENUM ('queued', 'saving', 'active', 'killed', 'deleted');

-- CreateEnum
CREATE TYPE "Architecture" AS ENUM ('x86', 'arm');

-- CreateEnum
CREATE TYPE "BootMode" AS ENUM ('bios', 'uefi');

-- CreateEnum
CREATE TYPE "JobStatus" AS ENUM ('queued', 'running', 'succeeded', 'failed', 'cancelled');

-- CreateEnum
CREATE TYPE "UploadStatus" AS ENUM ('open', 'completed', 'cancelled');

-- CreateEnum
CREATE TYPE "ServerStatus" AS ENUM ('building', 'stopped', 'running', 'error', 'deleted');

-- CreateEnum
CREATE TYPE "VolumeStatus" AS ENUM ('creating', 'lazy', 'independent', 'error', 'deleted');

-- CreateTable
CREATE TABLE "AuditTrace" (
    "id" UUID NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "accountId" UUID,
    "projectId" CHAR(32),
    "regionId" TEXT,
    "userId" TEXT,
    "userName" TEXT NOT NULL,
    "trace" TEXT NOT NULL,
    "resourceType" TEXT NOT NULL,
    "resourceId" TEXT,
    "resourceName" TEXT,
    "outcome" TEXT NOT NULL,
    "code" TEXT,
    "requestId" TEXT NOT NULL,
    "sourceIp" TEXT,
    "via" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AuditTrace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "operator" BOOLEAN NOT NULL DEFAULT false,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" CHAR(32) NOT NULL,
    "accountId" UUID NOT NULL,
    "regionId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" CHAR(32) NOT NULL,
    "accountId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT NOT NULL,
    "accountOwner" BOOLEAN NOT NULL DEFAULT false,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "failedSignIns" INTEGER NOT NULL DEFAULT 0,
    "lockedUntil" TIMESTAMPTZ(3),
    "locale" TEXT,
    "theme" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Group" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GroupMember" (
    "groupId" UUID NOT NULL,
    "userId" CHAR(32) NOT NULL,

    CONSTRAINT "GroupMember_pkey" PRIMARY KEY ("groupId","userId")
);

-- CreateTable
CREATE TABLE "Grant" (
    "id" UUID NOT NULL,
    "groupId" UUID NOT NULL,
    "permission" TEXT NOT NULL,
    "projectId" CHAR(32),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "userId" CHAR(32) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "sourceIp" TEXT,
    "userAgent" TEXT,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiToken" (
    "hash" BYTEA NOT NULL,
    "userId" CHAR(32) NOT NULL,
    "projectId" CHAR(32),
    "issuedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiToken_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "ProjectQuota" (
    "projectId" CHAR(32) NOT NULL,
    "imagesLimit" INTEGER NOT NULL DEFAULT 50,
    "imagesUsed" INTEGER NOT NULL DEFAULT 0,
    "tasksLimit" INTEGER NOT NULL DEFAULT 40,

    CONSTRAINT "ProjectQuota_pkey" PRIMARY KEY ("projectId")
);

-- CreateTable
CREATE TABLE "Image" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "projectId" CHAR(32) NOT NULL,
    "regionId" TEXT NOT NULL,
    "visibility" "ImageVisibility" NOT NULL DEFAULT 'private',
    "kind" "ImageKind" NOT NULL DEFAULT 'system',
    "status" "ImageStatus" NOT NULL DEFAULT 'queued',
    "published" BOOLEAN NOT NULL DEFAULT false,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "osFamily" TEXT,
    "osPlatform" TEXT,
    "osVersion" TEXT,
    "osBits" INTEGER,
    "osDetected" TEXT,
    "architecture" "Architecture",
    "bootMode" "BootMode",
    "minDiskGb" INTEGER NOT NULL DEFAULT 0,
    "minRamMb" INTEGER NOT NULL DEFAULT 0,
    "maxRamMb" INTEGER NOT NULL DEFAULT 0,
    "encrypted" BOOLEAN NOT NULL DEFAULT false,
    "protected" BOOLEAN NOT NULL DEFAULT false,
    "hidden" BOOLEAN NOT NULL DEFAULT false,
    "sourceKind" TEXT NOT NULL,
    "sourceName" TEXT,
    "sourceObjectId" UUID,
    "sourceFormat" TEXT,
    "sourceSubformat" TEXT,
    "virtualSizeBytes" BIGINT,
    "diskFormat" TEXT,
    "containerFormat" TEXT,
    "originalKey" TEXT,
    "originalSize" BIGINT,
    "checksumMd5" TEXT,
    "hashSha512" TEXT,
    "properties" JSONB NOT NULL DEFAULT '{}',
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "failureCode" TEXT,
    "failureDetail" JSONB,
    "diskId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Image_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImageDisk" (
    "id" UUID NOT NULL,
    "regionId" TEXT NOT NULL,
    "storageKey" TEXT NOT NULL,
    "format" TEXT NOT NULL DEFAULT 'zvhd2',
    "sizeBytes" BIGINT NOT NULL,
    "virtualSizeBytes" BIGINT NOT NULL,
    "objectSha256" TEXT NOT NULL,
    "contentDigest" TEXT NOT NULL,
    "blockDigests" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ImageDisk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Job" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "projectId" CHAR(32) NOT NULL,
    "regionId" TEXT NOT NULL,
    "userId" CHAR(32),
    "userName" TEXT NOT NULL DEFAULT '',
    "requestId" TEXT NOT NULL DEFAULT '',
    "kind" TEXT NOT NULL,
    "status" "JobStatus" NOT NULL DEFAULT 'queued',
    "stage" TEXT,
    "percent" INTEGER NOT NULL DEFAULT 0,
    "doneBytes" BIGINT NOT NULL DEFAULT 0,
    "totalBytes" BIGINT NOT NULL DEFAULT 0,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "payload" JSONB NOT NULL,
    "targetName" TEXT NOT NULL DEFAULT '',
    "imageId" UUID,
    "serverId" UUID,
    "errorCode" TEXT,
    "errorDetail" JSONB,
    "cancelRequestedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "stageStartedAt" TIMESTAMPTZ(3),
    "heartbeatAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Bucket" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "projectId" CHAR(32) NOT NULL,
    "regionId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Bucket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BucketObject" (
    "id" UUID NOT NULL,
    "bucketId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "storageKey" TEXT NOT NULL,
    "inspection" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "BucketObject_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Upload" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "projectId" CHAR(32) NOT NULL,
    "userId" CHAR(32) NOT NULL,
    "bucketId" UUID NOT NULL,
    "objectName" TEXT NOT NULL,
    "sizeBytes" BIGINT NOT NULL,
    "receivedBytes" BIGINT NOT NULL DEFAULT 0,
    "status" "UploadStatus" NOT NULL DEFAULT 'open',
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Server" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "projectId" CHAR(32) NOT NULL,
    "regionId" TEXT NOT NULL,
    "zoneId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "flavorId" TEXT NOT NULL,
    "status" "ServerStatus" NOT NULL DEFAULT 'building',
    "imageId" UUID,
    "imageName" TEXT NOT NULL,
    "failureCode" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Server_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Volume" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "projectId" CHAR(32) NOT NULL,
    "regionId" TEXT NOT NULL,
    "serverId" UUID,
    "sizeGb" INTEGER NOT NULL,
    "bootable" BOOLEAN NOT NULL DEFAULT true,
    "status" "VolumeStatus" NOT NULL DEFAULT 'creating',
    "imageDiskId" UUID,
    "readyMs" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Volume_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditTrace_accountId_time_id_idx" ON "AuditTrace"("accountId", "time" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "AuditTrace_accountId_resourceId_time_idx" ON "AuditTrace"("accountId", "resourceId", "time" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Account_name_key" ON "Account"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Project_accountId_regionId_key" ON "Project"("accountId", "regionId");

-- CreateIndex
CREATE UNIQUE INDEX "User_accountId_name_key" ON "User"("accountId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Group_accountId_name_key" ON "Group"("accountId", "name");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "ApiToken_userId_idx" ON "ApiToken"("userId");

-- CreateIndex
CREATE INDEX "ApiToken_expiresAt_idx" ON "ApiToken"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Image_diskId_key" ON "Image"("diskId");

-- CreateIndex
CREATE INDEX "Image_projectId_visibility_createdAt_id_idx" ON "Image"("projectId", "visibility", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Image_projectId_visibility_name_id_idx" ON "Image"("projectId", "visibility", "name", "id");

-- CreateIndex
CREATE INDEX "Image_regionId_visibility_createdAt_id_idx" ON "Image"("regionId", "visibility", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "ImageDisk_storageKey_key" ON "ImageDisk"("storageKey");

-- CreateIndex
CREATE INDEX "Job_projectId_createdAt_id_idx" ON "Job"("projectId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Job_projectId_status_kind_idx" ON "Job"("projectId", "status", "kind");

-- CreateIndex
CREATE INDEX "Job_imageId_idx" ON "Job"("imageId");

-- CreateIndex
CREATE INDEX "Bucket_projectId_createdAt_id_idx" ON "Bucket"("projectId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "Bucket_regionId_name_key" ON "Bucket"("regionId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "BucketObject_storageKey_key" ON "BucketObject"("storageKey");

-- CreateIndex
CREATE UNIQUE INDEX "BucketObject_bucketId_name_key" ON "BucketObject"("bucketId", "name");

-- CreateIndex
CREATE INDEX "Upload_projectId_status_createdAt_idx" ON "Upload"("projectId", "status", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "Upload_status_expiresAt_idx" ON "Upload"("status", "expiresAt");

-- CreateIndex
CREATE INDEX "Server_projectId_createdAt_id_idx" ON "Server"("projectId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Volume_projectId_createdAt_id_idx" ON "Volume"("projectId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Volume_imageDiskId_idx" ON "Volume"("imageDiskId");

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Group" ADD CONSTRAINT "Group_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupMember" ADD CONSTRAINT "GroupMember_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupMember" ADD CONSTRAINT "GroupMember_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiToken" ADD CONSTRAINT "ApiToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ProjectQuota" ADD CONSTRAINT "ProjectQuota_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Image" ADD CONSTRAINT "Image_diskId_fkey" FOREIGN KEY ("diskId") REFERENCES "ImageDisk"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Job" ADD CONSTRAINT "Job_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Job" ADD CONSTRAINT "Job_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "Server"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BucketObject" ADD CONSTRAINT "BucketObject_bucketId_fkey" FOREIGN KEY ("bucketId") REFERENCES "Bucket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Upload" ADD CONSTRAINT "Upload_bucketId_fkey" FOREIGN KEY ("bucketId") REFERENCES "Bucket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Server" ADD CONSTRAINT "Server_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Volume" ADD CONSTRAINT "Volume_serverId_fkey" FOREIGN KEY ("serverId") REFERENCES "Server"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Volume" ADD CONSTRAINT "Volume_imageDiskId_fkey" FOREIGN KEY ("imageDiskId") REFERENCES "ImageDisk"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What must never be, whatever code runs. Prisma's models cannot say these.

ALTER TABLE "Account" ADD CONSTRAINT "account_name" CHECK (length("name") BETWEEN 1 AND 64);
ALTER TABLE "ProjectQuota" ADD CONSTRAINT "quota_counts" CHECK ("imagesLimit" >= 0 AND "imagesUsed" >= 0 AND "tasksLimit" >= 0);

-- A null project means "all projects". The same grant twice would be two rows for one right.
CREATE UNIQUE INDEX "grant_once_per_scope" ON "Grant" ("groupId", "permission", coalesce("projectId", ''));

-- Published images are few among the private ones of a region; their list must not read those.
CREATE INDEX "image_published" ON "Image" ("regionId", "createdAt" DESC, "id" DESC) WHERE "published";

ALTER TABLE "Image" ADD CONSTRAINT "image_name" CHECK (length("name") <= 255);
ALTER TABLE "Image" ADD CONSTRAINT "image_memory_range" CHECK ("minRamMb" >= 0 AND "maxRamMb" >= 0 AND ("maxRamMb" = 0 OR "minRamMb" <= "maxRamMb"));
ALTER TABLE "Image" ADD CONSTRAINT "image_min_disk" CHECK ("minDiskGb" >= 0);
ALTER TABLE "Image" ADD CONSTRAINT "image_bits" CHECK ("osBits" IS NULL OR "osBits" IN (32, 64));
ALTER TABLE "Image" ADD CONSTRAINT "image_tags" CHECK (cardinality("tags") <= 10);
ALTER TABLE "Image" ADD CONSTRAINT "image_deleted_has_time" CHECK (("status" = 'deleted') = ("deletedAt" IS NOT NULL));
ALTER TABLE "Image" ADD CONSTRAINT "image_failed_has_reason" CHECK ("status" <> 'killed' OR "failureCode" IS NOT NULL);
ALTER TABLE "Image" ADD CONSTRAINT "image_active_has_bytes" CHECK ("status" <> 'active' OR "diskId" IS NOT NULL OR "originalKey" IS NOT NULL);
ALTER TABLE "Image" ADD CONSTRAINT "image_published_is_active" CHECK (NOT "published" OR "status" = 'active');

ALTER TABLE "Job" ADD CONSTRAINT "job_percent" CHECK ("percent" BETWEEN 0 AND 100);
ALTER TABLE "Job" ADD CONSTRAINT "job_ended_has_time" CHECK (("status" IN ('succeeded', 'failed', 'cancelled')) = ("endedAt" IS NOT NULL));
ALTER TABLE "Job" ADD CONSTRAINT "job_failed_has_reason" CHECK ("status" <> 'failed' OR "errorCode" IS NOT NULL);

ALTER TABLE "Server" ADD CONSTRAINT "server_deleted_has_time" CHECK (("status" = 'deleted') = ("deletedAt" IS NOT NULL));
ALTER TABLE "Volume" ADD CONSTRAINT "volume_size" CHECK ("sizeGb" BETWEEN 1 AND 65536);
ALTER TABLE "Volume" ADD CONSTRAINT "volume_lazy_has_source" CHECK ("status" <> 'lazy' OR "imageDiskId" IS NOT NULL);

ALTER TABLE "Upload" ADD CONSTRAINT "upload_size" CHECK ("sizeBytes" >= 0 AND "receivedBytes" BETWEEN 0 AND "sizeBytes");
ALTER TABLE "AuditTrace" ADD CONSTRAINT "trace_outcome" CHECK ("outcome" IN ('done', 'refused', 'failed'));

-- Statuses only move along the lifecycle (LIF-07), whoever writes them.
CREATE FUNCTION ims_image_status_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" <> OLD."status" AND NOT (
    (OLD."status" = 'queued' AND NEW."status" IN ('saving', 'killed', 'deleted', 'active')) OR
    (OLD."status" = 'saving' AND NEW."status" IN ('active', 'killed', 'queued', 'deleted')) OR
    (OLD."status" = 'active' AND NEW."status" = 'deleted') OR
    (OLD."status" = 'killed' AND NEW."status" IN ('queued', 'deleted'))
  ) THEN
    RAISE EXCEPTION 'image status % cannot become %', OLD."status", NEW."status" USING ERRCODE = 'check_violation', CONSTRAINT = 'image_status_moves';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "image_status_moves" BEFORE UPDATE OF "status" ON "Image" FOR EACH ROW EXECUTE FUNCTION ims_image_status_moves();

-- Private images counted where the limit stands: the row lock makes parallel creations wait for each other (LIM-01).
CREATE FUNCTION ims_count_images() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before integer := 0;
  after integer := 0;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD."visibility" = 'private' AND OLD."status" <> 'deleted' THEN before := 1; END IF;
  IF TG_OP <> 'DELETE' AND NEW."visibility" = 'private' AND NEW."status" <> 'deleted' THEN after := 1; END IF;
  IF after > before THEN
    UPDATE "ProjectQuota" SET "imagesUsed" = "imagesUsed" + 1 WHERE "projectId" = NEW."projectId" AND "imagesUsed" < "imagesLimit";
    IF NOT FOUND THEN
      RAISE EXCEPTION 'no private image left in project %', NEW."projectId" USING ERRCODE = 'check_violation', CONSTRAINT = 'image_quota';
    END IF;
  ELSIF after < before THEN
    UPDATE "ProjectQuota" SET "imagesUsed" = "imagesUsed" - 1 WHERE "projectId" = OLD."projectId";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "image_count" AFTER INSERT OR DELETE OR UPDATE OF "status", "visibility" ON "Image" FOR EACH ROW EXECUTE FUNCTION ims_count_images();

-- Traces are written once.
CREATE FUNCTION ims_trace_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit traces are never changed' USING ERRCODE = 'check_violation', CONSTRAINT = 'trace_is_final';
END $$;
CREATE TRIGGER "trace_is_final" BEFORE UPDATE ON "AuditTrace" FOR EACH ROW EXECUTE FUNCTION ims_trace_is_final();
