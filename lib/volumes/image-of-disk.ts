import "server-only";
import type { Prisma } from "@/lib/platform/db/client";

/** The image an image's disk belongs to: as its system disk, or as a data disk of a whole image. */
export const imageOfDiskSelect = {
  image: { select: { id: true, status: true } },
  dataDisk: { select: { image: { select: { id: true, status: true } } } },
} satisfies Prisma.ImageDiskSelect;

/** The id of the image behind a disk, when that image is deleted and only disks made of it hold its bytes. */
export function imageOfDisk(disk: Prisma.ImageDiskGetPayload<{ select: typeof imageOfDiskSelect }> | null): string | undefined {
  const image = disk?.image ?? disk?.dataDisk?.image;
  return image?.status === "deleted" ? image.id : undefined;
}
