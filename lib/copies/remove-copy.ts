import "server-only";
import { imagePrefix } from "@/lib/platform/storage/paths";
import { storageOf } from "@/lib/regions/storage-of";

/** Removes the disks of a copy that came to nothing. Its image never referred to them. */
export async function removeCopy(regionId: string, imageId: string): Promise<void> {
  const storage = storageOf(regionId);
  for await (const { key } of storage.list(imagePrefix(imageId))) await storage.delete(key);
}
