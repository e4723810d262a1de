-- CreateEnum
CREATE TYPE "KeyState" AS ENUM ('enabled', 'disabled', 'pendingDeletion', 'deleted');

-- CreateTable
CREATE TABLE "Key" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "projectId" CHAR(32) NOT NULL,
    "regionId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "isDefault" BOOLEAN NOT NULL DEFAULT false,
    "state" "KeyState" NOT NULL DEFAULT 'enabled',
    "deletionAt" TIMESTAMPTZ(3),
    "currentVersion" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rotatedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KeyVersion" (
    "keyId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "material" BYTEA NOT NULL,
    "masterKeyId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KeyVersion_pkey" PRIMARY KEY ("keyId","number")
);

-- AlterTable
ALTER TABLE "Image" ADD COLUMN "keyId" UUID;

-- AlterTable
ALTER TABLE "ImageDisk" ADD COLUMN "keyId" UUID,
ADD COLUMN "keyVersion" INTEGER,
ADD COLUMN "wrappedDataKey" BYTEA,
ADD COLUMN "sealedFor" UUID,
ADD COLUMN "sealedSha256" TEXT;

-- CreateIndex
CREATE INDEX "Key_projectId_name_idx" ON "Key"("projectId", "name");

-- CreateIndex
CREATE INDEX "Key_state_deletionAt_idx" ON "Key"("state", "deletionAt");

-- CreateIndex
CREATE INDEX "Image_keyId_idx" ON "Image"("keyId");

-- CreateIndex
CREATE INDEX "ImageDisk_keyId_idx" ON "ImageDisk"("keyId");

-- AddForeignKey
ALTER TABLE "KeyVersion" ADD CONSTRAINT "KeyVersion_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Image" ADD CONSTRAINT "Image_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImageDisk" ADD CONSTRAINT "ImageDisk_keyId_fkey" FOREIGN KEY ("keyId") REFERENCES "Key"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say.

-- A name is free again when its key is gone; a project has one default key.
CREATE UNIQUE INDEX "key_name" ON "Key" ("projectId", "name") WHERE "state" <> 'deleted';
CREATE UNIQUE INDEX "key_default" ON "Key" ("projectId") WHERE "isDefault";
ALTER TABLE "Key" ADD CONSTRAINT "key_name_length" CHECK (length("name") BETWEEN 1 AND 255);
ALTER TABLE "Key" ADD CONSTRAINT "key_deletion_has_time" CHECK (("state" = 'pendingDeletion') = ("deletionAt" IS NOT NULL));
ALTER TABLE "Key" ADD CONSTRAINT "key_default_stays" CHECK (NOT "isDefault" OR "state" = 'enabled');
ALTER TABLE "Key" ADD CONSTRAINT "key_version" CHECK ("currentVersion" >= 1);
-- nonce, 256 bits, tag: never a key in plain text (SEC-01)
ALTER TABLE "KeyVersion" ADD CONSTRAINT "key_version_is_wrapped" CHECK (octet_length("material") = 60);

ALTER TABLE "Image" ADD CONSTRAINT "image_encrypted_has_key" CHECK ("encrypted" = ("keyId" IS NOT NULL));
ALTER TABLE "ImageDisk" ADD CONSTRAINT "image_disk_sealed_whole" CHECK (
  num_nonnulls("keyId", "keyVersion", "wrappedDataKey", "sealedFor", "sealedSha256") IN (0, 5)
);
ALTER TABLE "ImageDisk" ADD CONSTRAINT "image_disk_data_key_is_wrapped" CHECK (octet_length("wrappedDataKey") = 60);

-- The key of an encrypted image cannot be changed (SEC-04, LIM-26).
CREATE FUNCTION ims_image_key_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."keyId" IS DISTINCT FROM NEW."keyId" THEN
    RAISE EXCEPTION 'the key of image % cannot be changed', OLD."id" USING ERRCODE = 'check_violation', CONSTRAINT = 'image_key_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "image_key_stays" BEFORE UPDATE OF "keyId" ON "Image" FOR EACH ROW EXECUTE FUNCTION ims_image_key_stays();
