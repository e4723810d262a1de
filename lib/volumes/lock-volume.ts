import "server-only";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { type ListedVolumeRow, listedVolumeSelect } from "./views";
import { volumesOf } from "./volumes-of";

/** Loads one of the project's disks and holds it until the transaction ends. Errors: `notFound`. */
export async function lockVolume(tx: Tx, volumeId: string, scope: Scope): Promise<ListedVolumeRow> {
  await tx.$queryRaw`SELECT 1 FROM "Volume" WHERE "id" = ${volumeId}::uuid FOR UPDATE`;
  const volume = await tx.volume.findFirst({ where: { AND: [{ id: volumeId }, volumesOf(inProject(scope))] }, select: listedVolumeSelect });
  if (volume === null) throw new AppError("notFound", { id: volumeId });
  return volume;
}
