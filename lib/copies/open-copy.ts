import "server-only";
import type { DiskManifest } from "@/lib/disk/zvhd2/manifest";
import { manifestOf } from "@/lib/images/manifest-of";
import { moveImage } from "@/lib/images/move-image";
import { db, type Prisma, type Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { JobRow, JobRun } from "@/lib/platform/queue/job-run";
import { imageDataDiskKey, imageDiskKey } from "@/lib/platform/storage/paths";

type DiskRow = Prisma.ImageDiskGetPayload<Record<string, never>>;

/** One disk of the source and where its copy goes. Position 0 is the system disk, or the only one. */
export interface DiskToCopy {
  readonly position: number;
  readonly sizeGb: number;
  readonly disk: DiskRow;
  readonly manifest: DiskManifest;
  readonly targetKey: string;
}

export interface OpenedCopy {
  readonly sourceId: string;
  readonly resultId: string;
  readonly disks: readonly DiskToCopy[];
  /** Of all disks together. Unit: bytes. */
  readonly totalBytes: number;
}

/**
 * What a copy has to do: the disks of its source, which cannot be deleted meanwhile, and the image it makes, which is `saving` from
 * now on. Errors: `notFound` when either is gone.
 */
export async function openCopy(run: JobRun): Promise<OpenedCopy> {
  const { sourceId, resultId } = idsOf(run.job);
  const source = await db().image.findFirst({
    where: { id: sourceId, status: "active" },
    select: { virtualSizeBytes: true, minDiskGb: true, disk: true, dataDisks: { include: { disk: true }, orderBy: { position: "asc" } } },
  });
  if (source?.disk === undefined || source.disk === null) throw new AppError("notFound", { id: sourceId });
  await run.apply((tx) => beginSaving(tx, resultId));
  const found = [{ position: 0, sizeGb: source.minDiskGb, disk: source.disk }, ...source.dataDisks];
  const disks = found.map(({ position, sizeGb, disk }) => ({
    position,
    sizeGb,
    disk,
    manifest: manifestOf(disk),
    targetKey: position === 0 ? imageDiskKey(resultId, run.job.id) : imageDataDiskKey(resultId, run.job.id, position),
  }));
  return { sourceId, resultId, disks, totalBytes: disks.reduce((sum, { disk }) => sum + Number(disk.sizeBytes), 0) };
}

/** The image a copy reads and the one it makes. */
export function idsOf(job: JobRow): { sourceId: string; resultId: string } {
  if (job.imageId === null || job.resultImageId === null) throw new AppError("notFound", { id: job.id });
  return { sourceId: job.imageId, resultId: job.resultImageId };
}

/** A delivery after the first finds the image saving already. */
async function beginSaving(tx: Tx, imageId: string): Promise<void> {
  const image = await tx.image.findUniqueOrThrow({ where: { id: imageId }, select: { id: true, status: true } });
  if (image.status !== "saving") await moveImage(tx, image, { to: "saving" });
}
