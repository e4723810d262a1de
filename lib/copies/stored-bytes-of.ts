import "server-only";
import type { Db, Tx } from "@/lib/platform/db/client";

/** Size of a stored image with all its disks, which the limits on copies mean (AMB-14, AMB-15); null while it has none. Unit: bytes. */
export async function storedBytesOf(db: Db | Tx, imageId: string): Promise<number | null> {
  const image = await db.image.findUnique({
    where: { id: imageId },
    select: { disk: { select: { sizeBytes: true } }, dataDisks: { select: { disk: { select: { sizeBytes: true } } } } },
  });
  if (image?.disk === undefined || image.disk === null) return null;
  return [image.disk, ...image.dataDisks.map(({ disk }) => disk)].reduce((sum, { sizeBytes }) => sum + Number(sizeBytes), 0);
}
