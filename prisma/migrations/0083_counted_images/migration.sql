-- Part of PostgreSQL, and trusted: the owner of a database may have it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateIndex
CREATE INDEX "Image_projectId_visibility_accountId_status_recycledAt_idx" ON "Image"("projectId", "visibility", "accountId", "status", "recycledAt");

-- CreateIndex
CREATE INDEX "Image_name_idx" ON "Image" USING GIN ("name" gin_trgm_ops);
