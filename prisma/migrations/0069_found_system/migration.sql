-- AlterTable
ALTER TABLE "Image" ADD COLUMN     "corrections" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "hasVirtioDrivers" BOOLEAN;
