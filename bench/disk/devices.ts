import { type FileAccess, openFileAccess } from "@/lib/disk/inspect/file-access";
import { MIB, type RandomAccess } from "@/lib/disk/model";
import type { BlockDevice } from "@/lib/disk/nbd/block-device";
import { type NbdClient, openNbd } from "@/lib/disk/nbd/client";
import { startNbdServer } from "@/lib/disk/nbd/server";
import { BlockCache } from "@/lib/disk/zvhd2/block-cache";
import { zvhd2BlockDevice } from "@/lib/disk/zvhd2/block-device";
import { openZvhd2 } from "@/lib/disk/zvhd2/reader";
import { scratch, storedDisk } from "../disks";

const CACHE_BYTES = 96 * MIB;
let sockets = 0;

/** The bench's disk as a device, checked against its manifest, from what `wrap` makes of its file. */
export async function storedDevice(
  wrap: (file: RandomAccess) => RandomAccess | Promise<RandomAccess> = (file) => file,
  path?: string,
): Promise<{ device: BlockDevice; file: FileAccess }> {
  const { file: stored, manifest } = await storedDisk();
  const file = await openFileAccess(path ?? stored);
  const disk = await openZvhd2(await wrap(file));
  return { device: await zvhd2BlockDevice(disk, new BlockCache(CACHE_BYTES), manifest), file };
}

/** Serves a device for as long as the work takes. */
export async function overNbd<Result>(device: BlockDevice, work: (client: NbdClient) => Promise<Result>): Promise<Result> {
  const server = await startNbdServer(scratch(`bench-${sockets++}`), new Map([["disk", device]]));
  const client = await openNbd(server.socketPath, "disk");
  try {
    return await work(client);
  } finally {
    client.close();
    await server.close();
  }
}
