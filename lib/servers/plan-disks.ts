import "server-only";
import type { ImageRow } from "@/lib/images/views";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Actor, ProjectScope } from "@/lib/platform/operation/actor";
import { askedEncryption } from "@/lib/volumes/asked-encryption";
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
  readonly dataDisks: readonly AskedDisk[];
}

interface AskedDisk {
  readonly sizeGb: number;
  readonly type: string;
  readonly imageId?: string | undefined;
  readonly encrypted: boolean;
  readonly keyId?: string | undefined;
}

interface Who {
  readonly actor: Actor;
  readonly scope: ProjectScope;
}

/**
 * The disks a server gets: the system disk of its image (empty for the temporary server of an ISO image), the data disks a whole image
 * brings (USE-11), then those asked for. Errors: `systemDiskSmallerThanFile`, `dataImageAlreadySelected` (LIM-12), `dataDiskSmallerThanFile`,
 * `tooManyDisks`, the refusals of the rules for `createVolume`, `notFound`, those of `holdKey` for encrypted data disks (SEC-03).
 */
export async function planDisks(tx: Tx, who: Who, wish: Wish): Promise<NewDisk[]> {
  const { image, flavor } = wish;
  const systemGb = wish.systemDiskGb ?? Math.max(image.minDiskGb, 1);
  if (systemGb < image.minDiskGb) throw new AppError("systemDiskSmallerThanFile", { min: image.minDiskGb, asked: systemGb });
  const content = await contentOf(tx, image);
  const system = { sizeGb: systemGb, type: wish.systemDiskType, bootable: true, local: flavor.localDisk === true, ...content };
  const data = [...(await dataDisksOf(tx, image)), ...(await askedDisks(tx, who, wish.dataDisks))];
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

async function askedDisks(tx: Tx, { actor, scope }: Who, asked: readonly AskedDisk[]): Promise<Omit<NewDisk, "device">[]> {
  const contents = await dataImageContent(tx, scope, asked);
  const disks = [];
  for (const [index, { sizeGb, type, ...encryption }] of asked.entries())
    disks.push({ sizeGb, type, bootable: false, local: false, ...(await askedEncryption(tx, actor, encryption)), ...contents[index] });
  return disks;
}
