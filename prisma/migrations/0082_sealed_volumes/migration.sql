-- AlterTable
ALTER TABLE "Volume" RENAME COLUMN "wrappedKey" TO "wrappedDataKey";
ALTER TABLE "Volume" ADD COLUMN     "keyVersion" INTEGER;

-- Never written before.
UPDATE "Volume" SET "wrappedDataKey" = NULL;

-- CreateIndex
CREATE INDEX "Volume_keyId_idx" ON "Volume"("keyId");

-- AddForeignKey
ALTER TABLE "Volume" ADD CONSTRAINT "Volume_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A data key is wrapped by a version of the disk's key.
ALTER TABLE "Volume" ADD CONSTRAINT "volume_sealed_whole" CHECK (num_nulls("keyVersion", "wrappedDataKey") IN (0, 2) AND ("wrappedDataKey" IS NULL OR "keyId" IS NOT NULL));
ALTER TABLE "Volume" ADD CONSTRAINT "volume_data_key_is_wrapped" CHECK (octet_length("wrappedDataKey") = 60);
