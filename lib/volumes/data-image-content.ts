import "server-only";
import { assertAllowed } from "@/lib/images/assert-allowed";
import { lockUsableImage } from "@/lib/images/lock-image";
import { toImageView } from "@/lib/images/views";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import { diskForVolume } from "./disk-for-volume";

interface AskedDisk {
  readonly sizeGb: number;
  readonly imageId?: string | undefined;
}

/**
 * The content of each disk one request asks for, in its order: nothing, or a data disk image, each of them once (LIM-12, AMB-05).
 * Errors: `dataImageAlreadySelected`, `dataDiskSmallerThanFile`, the refusals of the rules for `createVolume`, `notFound`.
 */
export async function dataImageContent(tx: Tx, scope: ProjectScope, disks: readonly AskedDisk[]) {
  const imageIds = disks.flatMap(({ imageId }) => imageId ?? []);
  const twice = imageIds.find((id, index) => imageIds.indexOf(id) !== index);
  if (twice !== undefined) throw new AppError("dataImageAlreadySelected", { image: twice });
  const contents = [];
  for (const { imageId, sizeGb } of disks) contents.push(imageId === undefined ? {} : await contentOf(tx, scope, imageId, sizeGb));
  return contents;
}

async function contentOf(tx: Tx, scope: ProjectScope, ...[imageId, sizeGb]: [imageId: string, sizeGb: number]) {
  const image = await lockUsableImage(tx, imageId, scope);
  assertAllowed("createVolume", toImageView(image, scope.accountId), { regionId: scope.project.regionId });
  if (sizeGb < image.minDiskGb) throw new AppError("dataDiskSmallerThanFile", { min: image.minDiskGb, asked: sizeGb });
  const { diskId } = await tx.image.findUniqueOrThrow({ where: { id: imageId }, select: { diskId: true } });
  if (diskId === null) throw new AppError("imageStatusNotNormal", { status: "converting" });
  return diskForVolume(tx, diskId);
}
