-- AlterTable
ALTER TABLE "BackupDelta" ADD COLUMN     "keyId" UUID,
ADD COLUMN     "keyVersion" INTEGER,
ADD COLUMN     "sealedFor" UUID,
ADD COLUMN     "wrappedDataKey" BYTEA;

-- A sealed delta has all of what opens it, a plain one nothing.
ALTER TABLE "BackupDelta" ADD CONSTRAINT "backup_delta_sealed" CHECK (num_nulls("keyId", "keyVersion", "wrappedDataKey", "sealedFor") IN (0, 4));
