import "server-only";
import { type DiskExport, exportReadOnly } from "@/lib/disk/qemu/export-read-only";
import { overlayInfo } from "@/lib/disk/qemu/overlay";
import { freezeVolumeFile, frozenNames, thawVolumeFile } from "@/lib/disk/qemu/volume-file";
import { db } from "@/lib/platform/db/client";
import { isAppError } from "@/lib/platform/errors";
import { volumePath } from "../volume-files";
import { fillsGone } from "./fills-gone";
import { openVolume } from "./volume-key";

interface VolumeFile {
  readonly id: string;
  readonly regionId: string;
}

/**
 * Holds the content of several disks still at one moment, one right after the other, before any is read: what a power cut would leave.
 * The name is the job's, so a second run finds the first one's content. The caller has told fills to stop (`holdFills`).
 * Errors: `storageUnavailable` { filling } when a fill does not end, `toolFailed`, `cancelled`.
 */
export async function freezeVolumes(volumes: readonly VolumeFile[], name: string, signal: AbortSignal): Promise<void> {
  await fillsGone(
    volumes.map(({ id }) => id),
    signal,
  );
  for (const volume of volumes) {
    await thawLeftOver(volume);
    await freezeVolumeFile(await openVolume(volume), name);
  }
}

/**
 * Lets go of what `freezeVolumes` held. Disks that are gone meanwhile are none; doing it twice is harmless. An encrypted disk whose key
 * was disabled meanwhile cannot be written to: it lets go when it is frozen or filled the next time.
 */
export async function thawVolumes(volumes: readonly VolumeFile[], name: string): Promise<void> {
  const left = await db().volume.findMany({
    where: { id: { in: volumes.map(({ id }) => id) }, status: { not: "deleted" } },
    select: { id: true, regionId: true },
  });
  for (const volume of left) {
    if (!(await frozenNames(volumePath(volume.regionId, volume.id))).includes(name)) continue;
    const file = await openVolume(volume).catch((error: unknown) => {
      if (isAppError(error) && error.code === "keyUnavailable") return undefined;
      throw error;
    });
    if (file !== undefined) await thawVolumeFile(file, name);
  }
}

/** Lets go of what jobs that have ended could not. */
export async function thawLeftOver(volume: VolumeFile): Promise<void> {
  const names = await frozenNames(volumePath(volume.regionId, volume.id));
  if (names.length === 0) return;
  const working = await db().job.findMany({
    where: { id: { in: [...names] }, status: { in: ["queued", "running"] } },
    select: { id: true },
  });
  const kept = new Set(working.map(({ id }) => id));
  for (const name of names) if (!kept.has(name)) await thawVolumeFile(await openVolume(volume), name);
}

export interface FrozenVolume extends DiskExport {
  /** Unit: bytes. */
  readonly virtualSizeBytes: number;
}

/** Serves the held content of a disk to NBD clients of this process, until it is closed. */
export async function openFrozenVolume(volume: VolumeFile, name: string, signal: AbortSignal): Promise<FrozenVolume> {
  const { path, backingSocketPath, dataKey } = await openVolume(volume);
  const { backing, encrypted, virtualSizeBytes } = await overlayInfo(path);
  const frozen = {
    name,
    backingSocketPath: backing === undefined ? undefined : backingSocketPath,
    dataKey: encrypted ? dataKey : undefined,
  };
  return { ...(await exportReadOnly({ path, format: "qcow2", virtualSizeBytes, frozen, signal })), virtualSizeBytes };
}
