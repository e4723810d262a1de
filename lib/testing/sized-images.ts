import { randomUUID } from "node:crypto";
import { db, type Prisma } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { projectOf } from "./factories";
import { anImage } from "./image-records";

/** A Normal image whose row says that so much is stored for it. There are no bytes: for what is decided before any is read. */
export async function anImageOf(
  actor: Actor,
  sizeBytes: number,
  data: Partial<Prisma.ImageUncheckedCreateInput> = {},
): Promise<{ id: string }> {
  const image = await anImage(actor, { status: "active", minDiskGb: 40, ...data });
  const disk = {
    id: randomUUID(),
    regionId: projectOf(actor).regionId,
    storageKey: `images/${image.id}/disk-none.zvhd2`,
    sizeBytes: BigInt(sizeBytes),
    virtualSizeBytes: BigInt(sizeBytes),
    objectSha256: "",
    contentDigest: "",
    blockDigests: new Uint8Array(),
  };
  await db().image.update({ where: { id: image.id }, data: { disk: { create: disk } } });
  return image;
}
