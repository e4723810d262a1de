import "server-only";
import { rename } from "node:fs/promises";
import { GIB } from "@/lib/disk/model";
import type { BlockDevice } from "@/lib/disk/nbd/block-device";
import { serveDevice } from "@/lib/disk/pipeline/served-disk";
import { createOverlay, fillOverlay } from "@/lib/disk/qemu/overlay";
import { makeVolumeFolder, volumePath } from "../volume-files";

interface Replaced {
  readonly id: string;
  readonly regionId: string;
  readonly sizeGb: number;
  /** Of an encrypted disk. */
  readonly dataKey: Uint8Array | undefined;
}

interface Progress {
  readonly signal: AbortSignal;
  readonly onProgress: (fraction: number) => void;
}

/** Writes the new content of a disk beside its file. A second run makes it anew. The disk is at least as large as the content. */
export async function writeReplacement(
  { id, regionId, sizeGb, dataKey }: Replaced,
  ...[content, progress]: [content: BlockDevice, progress: Progress]
): Promise<void> {
  await makeVolumeFolder(regionId);
  const path = `${volumePath(regionId, id)}.making`;
  const served = await serveDevice(content);
  try {
    await createOverlay({ path, dataKey, backingSocketPath: served.socketPath, exportName: served.exportName, sizeBytes: sizeGb * GIB });
    await fillOverlay({ path, dataKey, backingSocketPath: served.socketPath, ...progress });
  } catch (error) {
    // A tool only knows that its server failed, not that a block was wrong.
    throw served.failure() ?? error;
  } finally {
    await served.close();
  }
}

/** Puts what was written in the place of a disk's file, in one step. */
export async function placeReplacement({ id, regionId }: Pick<Replaced, "id" | "regionId">): Promise<void> {
  await rename(`${volumePath(regionId, id)}.making`, volumePath(regionId, id));
}
