import "server-only";
import type { ImageRow } from "@/lib/images/views";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { ProjectScope } from "@/lib/platform/operation/actor";
import { dataImageContent } from "@/lib/volumes/data-image-content";
import { deviceNames } from "@/lib/volumes/device-names";
import { diskForVolume } from "@/lib/volumes/disk-for-volume";
import type { NewDisk } from "@/lib/volumes/volume-row";
import type { Flavor } from "./model";

interface Wish {
  readonly image: ImageRow;
  readonly flavor: Flavor;
  readonly systemDiskGb: number | undefined;
  readonly systemDiskType: string;
  readonly dataDisks: readonly { readonly sizeGb: number; readonly type: string; readonly imageId?: string | undefined }[];
}

/**
 * The disks a server gets: the system disk of its image (empty for the temporary server of an ISO image), the data disks a whole image
 * brings (USE-11), then those asked for. Errors: `systemDiskSmallerThanFile`, `dataImageAlreadySelected` (LIM-12), `dataDiskSmallerThanFile`,
 * `tooManyDisks`, the refusals of the rules for `createVolume`, `notFound`.
 */
export async function planDisks(tx: Tx, scope: ProjectScope, wish: Wish): Promise<NewDisk[]> {
  const { image, flavor } = wish;
  const systemGb = wish.systemDiskGb ?? Math.max(image.minDiskGb, 1);
  if (systemGb < image.minDiskGb) throw new AppError("systemDiskSmallerThanFile", { min: image.minDiskGb, asked: systemGb });
  const content = await contentOf(tx, image);
  const system = { sizeGb: systemGb, type: wish.systemDiskType, bootable: true, local: flavor.localDisk === true, ...content };
  const data = [...(await dataDisksOf(tx, image)), ...(await askedDisks(tx, scope, wish.dataDisks))];
  const names = deviceNames([], data.length);
  return [{ ...system, device: "vda" }, ...data.map((disk, index) => ({ ...disk, device: names[index] ?? "" }))];
}

async function contentOf(tx: Tx, image: ImageRow) {
  if (image.kind === "iso") return {};
  const { diskId } = await tx.image.findUniqueOrThrow({ where: { id: image.id }, select: { diskId: true } });
  if (diskId === null) throw new AppError("imageStatusNotNormal", { status: "converting" });
  return diskForVolume(tx, diskId);
}

async function dataDisksOf(tx: Tx, image: ImageRow): Promise<Omit<NewDisk, "device">[]> {
  const disks = await tx.imageDataDisk.findMany({ where: { imageId: image.id }, orderBy: { position: "asc" } });
  const plan = [];
  for (const { diskId, sizeGb } of disks)
    plan.push({ sizeGb, type: "GPSSD", bootable: false, local: false, ...(await diskForVolume(tx, diskId)) });
  return plan;
}

async function askedDisks(tx: Tx, scope: ProjectScope, asked: Wish["dataDisks"]): Promise<Omit<NewDisk, "device">[]> {
  const contents = await dataImageContent(tx, scope, asked);
  return asked.map(({ sizeGb, type }, index) => ({ sizeGb, type, bootable: false, local: false, ...contents[index] }));
}
