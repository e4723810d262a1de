import "server-only";
import { rename } from "node:fs/promises";
import { GIB } from "@/lib/disk/model";
import { createOverlay } from "@/lib/disk/qemu/overlay";
import { createBlankVolume } from "@/lib/disk/qemu/volume-file";
import type { JobRun } from "@/lib/platform/queue/job-run";
import { diskSocketPath, makeVolumeFolder, volumePath } from "../volume-files";
import { makeVolumeKey } from "./volume-key";

interface VolumeToMake {
  readonly id: string;
  readonly regionId: string;
  readonly sizeGb: number;
  readonly imageDiskId: string | null;
}

/**
 * Makes the file of a disk: an overlay over the image's disk, usable at once whatever the image's size, or an empty one; encrypted, if the
 * disk is. May run again: a file is whole or not there. Errors: those of `makeVolumeKey`, `storageFull`, `toolFailed`.
 */
export async function makeVolumeFile(run: JobRun, { id, regionId, sizeGb, imageDiskId }: VolumeToMake): Promise<{ readyMs: number }> {
  const started = performance.now();
  await makeVolumeFolder(regionId);
  const dataKey = await makeVolumeKey(run, id);
  const path = `${volumePath(regionId, id)}.making`;
  const sizeBytes = sizeGb * GIB;
  if (imageDiskId === null) await createBlankVolume({ path, dataKey, sizeBytes });
  else await createOverlay({ path, dataKey, backingSocketPath: diskSocketPath(), exportName: imageDiskId, sizeBytes });
  await rename(path, volumePath(regionId, id));
  return { readyMs: Math.round(performance.now() - started) };
}
