-- CreateEnum
CREATE TYPE "QuotaRequestStatus" AS ENUM ('pending', 'approved', 'rejected');

-- CreateTable
CREATE TABLE "QuotaRequest" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "projectId" CHAR(32) NOT NULL,
    "regionId" TEXT NOT NULL,
    "userName" TEXT NOT NULL,
    "imagesLimit" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "status" "QuotaRequestStatus" NOT NULL DEFAULT 'pending',
    "decidedBy" TEXT,
    "answer" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "QuotaRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Preference" (
    "userId" CHAR(32) NOT NULL,
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Preference_pkey" PRIMARY KEY ("userId","name")
);

-- CreateTable
CREATE TABLE "ImageDraft" (
    "id" UUID NOT NULL,
    "projectId" CHAR(32) NOT NULL,
    "userId" CHAR(32) NOT NULL,
    "form" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ImageDraft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PredefinedTag" (
    "accountId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PredefinedTag_pkey" PRIMARY KEY ("accountId","key","value")
);

-- CreateIndex
CREATE INDEX "QuotaRequest_projectId_createdAt_idx" ON "QuotaRequest"("projectId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "QuotaRequest_status_createdAt_idx" ON "QuotaRequest"("status", "createdAt");

-- CreateIndex
CREATE INDEX "ImageDraft_userId_projectId_updatedAt_idx" ON "ImageDraft"("userId", "projectId", "updatedAt" DESC);

-- AddForeignKey
ALTER TABLE "QuotaRequest" ADD CONSTRAINT "QuotaRequest_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "ProjectQuota"("projectId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Preference" ADD CONSTRAINT "Preference_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImageDraft" ADD CONSTRAINT "ImageDraft_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PredefinedTag" ADD CONSTRAINT "PredefinedTag_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's models cannot say.

-- The recycle bin is small beside the list it is kept out of; the sweep reads it by age.
CREATE INDEX "image_recycled" ON "Image" ("projectId", "recycledAt" DESC, "id" DESC) WHERE "recycledAt" IS NOT NULL AND "status" <> 'deleted';
-- Images that have all of some tags (MNG-01).
CREATE INDEX "image_tags_search" ON "Image" USING gin ("tags");
-- One open request a project at a time, also under parallel ones.
CREATE UNIQUE INDEX "quota_request_once" ON "QuotaRequest" ("projectId") WHERE "status" = 'pending';
ALTER TABLE "QuotaRequest" ADD CONSTRAINT "quota_request_limit" CHECK ("imagesLimit" > 0);
ALTER TABLE "QuotaRequest" ADD CONSTRAINT "quota_request_decided" CHECK (("status" = 'pending') = ("decidedAt" IS NULL));
