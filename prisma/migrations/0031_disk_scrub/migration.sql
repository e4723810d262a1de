-- AlterTable
ALTER TABLE "ImageDisk" ADD COLUMN "scrubbedAt" TIMESTAMPTZ(3),
ADD COLUMN "damage" JSONB;

-- CreateIndex
CREATE INDEX "ImageDisk_regionId_scrubbedAt_idx" ON "ImageDisk"("regionId", "scrubbedAt");
