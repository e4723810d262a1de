-- AlterTable
ALTER TABLE "Job" ADD COLUMN     "held" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "resultImageId" UUID;

-- CreateTable
CREATE TABLE "Agency" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "projectId" CHAR(32) NOT NULL,
    "name" TEXT NOT NULL,
    "permission" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Agency_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Agency_projectId_idx" ON "Agency"("projectId");

-- CreateIndex
CREATE UNIQUE INDEX "Agency_accountId_name_key" ON "Agency"("accountId", "name");

-- CreateIndex
CREATE INDEX "ImageMember_accountId_status_idx" ON "ImageMember"("accountId", "status");

-- CreateIndex
CREATE INDEX "Job_resultImageId_idx" ON "Job"("resultImageId");

-- CreateIndex
CREATE INDEX "Job_accountId_status_kind_idx" ON "Job"("accountId", "status", "kind");

-- AddForeignKey
ALTER TABLE "Agency" ADD CONSTRAINT "Agency_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Agency" ADD CONSTRAINT "Agency_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Job" ADD CONSTRAINT "Job_resultImageId_fkey" FOREIGN KEY ("resultImageId") REFERENCES "Image"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What must never be, whatever code runs. Prisma's models cannot say these.

-- Only copies wait for their turn, and what waits is not under way.
ALTER TABLE "Job" ADD CONSTRAINT "job_held" CHECK (NOT "held" OR ("status" IN ('queued', 'cancelled', 'failed') AND "kind" IN ('copyImage', 'copyImageAcross')));
-- One copy of an image to other regions at a time (LIM-39).
CREATE UNIQUE INDEX "job_copy_across_once" ON "Job" ("imageId") WHERE "kind" = 'copyImageAcross' AND NOT "held" AND "status" IN ('queued', 'running');
CREATE INDEX "job_held_copies" ON "Job" ("accountId", "createdAt") WHERE "held";
