import "server-only";
import { randomUUID } from "node:crypto";
import { GIB } from "@/lib/disk/model";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { SYSTEM_DISK_MIN_GB } from "./constraints";
import type { MadeDisk } from "./make-disk";
import { reconcileSystem } from "./os/reconcile-system";

/** The columns an image takes from the disk that was made for it. What the disk says of its system wins over what was chosen. */
export async function attachDisk(tx: Tx, imageId: string, made: MadeDisk): Promise<Omit<Prisma.ImageUncheckedUpdateManyInput, "status">> {
  const image = await tx.image.findUnique({
    where: { id: imageId },
    select: { kind: true, regionId: true, minDiskGb: true, architecture: true, bootMode: true, osVersion: true },
  });
  if (image === null) throw new AppError("notFound", { id: imageId });
  const { disk, facts, os } = made;
  const { manifest, sealed } = disk;
  const diskId = randomUUID();
  await tx.imageDisk.create({
    data: {
      id: diskId,
      regionId: image.regionId,
      storageKey: disk.storageKey,
      sizeBytes: BigInt(manifest.objectSizeBytes),
      virtualSizeBytes: BigInt(manifest.virtualSizeBytes),
      objectSha256: manifest.objectSha256,
      contentDigest: manifest.contentDigest,
      blockDigests: new Uint8Array(manifest.blockDigests),
      ...sealed,
    },
  });
  const ofDisk = {
    diskId,
    sourceFormat: facts.format,
    sourceSubformat: facts.subformat,
    virtualSizeBytes: BigInt(facts.virtualSizeBytes),
    minDiskGb: Math.max(image.minDiskGb, SYSTEM_DISK_MIN_GB, Math.ceil(facts.virtualSizeBytes / GIB)),
  };
  if (image.kind === "data") return ofDisk; // it holds no system, whatever lies on it (IMG-07)
  const { corrections, ...system } = reconcileSystem(image, os);
  return {
    ...ofDisk,
    ...system,
    osDetected: os?.prettyName,
    hasCloudInit: os?.hasCloudInit ?? false,
    hasVirtioDrivers: os?.hasVirtioDrivers,
    corrections: corrections.map((correction) => ({ ...correction })),
  };
}
