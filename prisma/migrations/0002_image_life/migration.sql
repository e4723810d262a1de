-- CreateEnum
CREATE TYPE "MemberStatus" AS ENUM ('pending', 'accepted', 'rejected');

-- CreateEnum
CREATE TYPE "ListingStatus" AS ENUM ('pending', 'approved', 'rejected', 'withdrawn');

-- AlterTable
ALTER TABLE "Image" ADD COLUMN     "copiedFromId" UUID,
ADD COLUMN     "enterpriseProject" TEXT NOT NULL DEFAULT '0',
ADD COLUMN     "fastProvisioning" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "features" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "fitsBms" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "fromIso" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "hasCloudInit" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "nicMultiQueue" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "originCsbs" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "originImageId" UUID,
ADD COLUMN     "originLicensed" TEXT,
ADD COLUMN     "originMarket" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "originType" TEXT,
ADD COLUMN     "recycledAt" TIMESTAMPTZ(3),
ADD COLUMN     "retiresAt" TIMESTAMPTZ(3),
ADD COLUMN     "sourceBackupId" UUID,
ADD COLUMN     "sourceServerId" UUID,
ADD COLUMN     "sourceVolumeId" UUID,
ADD COLUMN     "sriov" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "successorId" UUID;

-- CreateTable
CREATE TABLE "ImageDataDisk" (
    "imageId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "diskId" UUID NOT NULL,
    "sizeGb" INTEGER NOT NULL,

    CONSTRAINT "ImageDataDisk_pkey" PRIMARY KEY ("imageId","position")
);

-- CreateTable
CREATE TABLE "ImageMember" (
    "imageId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "projectId" CHAR(32) NOT NULL,
    "status" "MemberStatus" NOT NULL DEFAULT 'pending',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ImageMember_pkey" PRIMARY KEY ("imageId","accountId")
);

-- CreateTable
CREATE TABLE "MarketListing" (
    "imageId" UUID NOT NULL,
    "status" "ListingStatus" NOT NULL DEFAULT 'pending',
    "vendor" TEXT NOT NULL,
    "summary" TEXT NOT NULL DEFAULT '',
    "software" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "pricePerHour" DECIMAL(12,6) NOT NULL,
    "submittedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reviewedAt" TIMESTAMPTZ(3),
    "reviewedBy" TEXT,
    "reason" TEXT,

    CONSTRAINT "MarketListing_pkey" PRIMARY KEY ("imageId")
);

-- CreateIndex
CREATE UNIQUE INDEX "ImageDataDisk_diskId_key" ON "ImageDataDisk"("diskId");

-- CreateIndex
CREATE INDEX "ImageMember_projectId_status_createdAt_imageId_idx" ON "ImageMember"("projectId", "status", "createdAt" DESC, "imageId");

-- CreateIndex
CREATE INDEX "MarketListing_status_submittedAt_idx" ON "MarketListing"("status", "submittedAt");

-- AddForeignKey
ALTER TABLE "ImageDataDisk" ADD CONSTRAINT "ImageDataDisk_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImageDataDisk" ADD CONSTRAINT "ImageDataDisk_diskId_fkey" FOREIGN KEY ("diskId") REFERENCES "ImageDisk"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImageMember" ADD CONSTRAINT "ImageMember_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImageMember" ADD CONSTRAINT "ImageMember_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MarketListing" ADD CONSTRAINT "MarketListing_imageId_fkey" FOREIGN KEY ("imageId") REFERENCES "Image"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What must never be, whatever code runs. Prisma's models cannot say these.

-- A backup makes one whole image at a time (LIM-18, AMB-06); copies in other regions have backups of their own.
CREATE UNIQUE INDEX "image_backup_once" ON "Image" ("sourceBackupId") WHERE "sourceBackupId" IS NOT NULL AND "status" <> 'deleted';
ALTER TABLE "Image" ADD CONSTRAINT "image_origin_type" CHECK ("originType" IS NULL OR "originType" IN ('public', 'private', 'shared', 'market'));
ALTER TABLE "Image" ADD CONSTRAINT "image_origin_licensed" CHECK ("originLicensed" IS NULL OR "originLicensed" IN ('windows', 'suse'));
-- Encrypted, published and full-server images do not come together (LIM-19, LIM-24); what is published is in no recycle bin (LIM-48).
ALTER TABLE "Image" ADD CONSTRAINT "image_published_kind" CHECK (NOT "published" OR ("kind" IN ('system', 'data') AND NOT "encrypted" AND "recycledAt" IS NULL));
ALTER TABLE "ImageDataDisk" ADD CONSTRAINT "image_data_disk_position" CHECK ("position" >= 1 AND "sizeGb" >= 1);
ALTER TABLE "MarketListing" ADD CONSTRAINT "listing_price" CHECK ("pricePerHour" >= 0);
ALTER TABLE "MarketListing" ADD CONSTRAINT "listing_reviewed_has_time" CHECK ("status" IN ('pending', 'withdrawn') OR "reviewedAt" IS NOT NULL);
