-- AlterTable
ALTER TABLE "Server" ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "Volume" ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];
