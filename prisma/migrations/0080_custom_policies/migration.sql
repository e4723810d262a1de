-- AlterTable
ALTER TABLE "Grant" ADD COLUMN     "policyId" UUID,
ALTER COLUMN "permission" DROP NOT NULL;

-- CreateTable
CREATE TABLE "Policy" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Policy_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Policy_accountId_name_key" ON "Policy"("accountId", "name");

-- CreateIndex
CREATE INDEX "Grant_policyId_idx" ON "Grant"("policyId");

-- AddForeignKey
ALTER TABLE "Grant" ADD CONSTRAINT "Grant_policyId_fkey" FOREIGN KEY ("policyId") REFERENCES "Policy"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Policy" ADD CONSTRAINT "Policy_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A grant is of a system permission or of a custom policy, each once per group and scope.
ALTER TABLE "Grant" ADD CONSTRAINT "grant_of_one" CHECK (("permission" IS NULL) <> ("policyId" IS NULL));
DROP INDEX "grant_once_per_scope";
CREATE UNIQUE INDEX "grant_once_per_scope" ON "Grant" ("groupId", coalesce("permission", "policyId"::text), coalesce("projectId", ''));
