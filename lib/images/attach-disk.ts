import "server-only";
import { randomUUID } from "node:crypto";
import { GIB } from "@/lib/disk/model";
import type { Prisma, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { SYSTEM_DISK_MIN_GB } from "./constraints";
import type { MadeDisk } from "./make-disk";

/** The columns an image takes from the disk that was made for it. What the disk says of its system wins over what was chosen. */
export async function attachDisk(tx: Tx, imageId: string, made: MadeDisk): Promise<Omit<Prisma.ImageUncheckedUpdateManyInput, "status">> {
  const image = await tx.image.findUnique({ where: { id: imageId }, select: { regionId: true, minDiskGb: true, architecture: true, bootMode: true, osVersion: true } });
  if (image === null) throw new AppError("notFound", { id: imageId });
  const { manifest, facts, os } = made;
  const diskId = randomUUID();
  await tx.imageDisk.create({
    data: {
      id: diskId,
      regionId: image.regionId,
      storageKey: made.storageKey,
      sizeBytes: BigInt(manifest.objectSizeBytes),
      virtualSizeBytes: BigInt(manifest.virtualSizeBytes),
      objectSha256: manifest.objectSha256,
      contentDigest: manifest.contentDigest,
      blockDigests: new Uint8Array(manifest.blockDigests),
    },
  });
  const chosenMode = image.bootMode !== null && os?.bootModes.includes(image.bootMode) ? image.bootMode : undefined;
  return {
    diskId,
    sourceFormat: facts.format,
    sourceSubformat: facts.subformat,
    virtualSizeBytes: BigInt(facts.virtualSizeBytes),
    minDiskGb: Math.max(image.minDiskGb, SYSTEM_DISK_MIN_GB, Math.ceil(facts.virtualSizeBytes / GIB)),
    architecture: os?.architecture ?? image.architecture ?? "x86",
    bootMode: chosenMode ?? os?.bootModes[0] ?? image.bootMode ?? "bios",
    osFamily: os?.family ?? "other",
    osPlatform: os?.platform,
    osVersion: os?.version ?? image.osVersion,
    osBits: os?.bits,
    osDetected: os?.prettyName,
  };
}
