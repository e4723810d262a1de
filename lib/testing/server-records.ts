import { randomUUID } from "node:crypto";
import { db, type Prisma } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { projectOf } from "./factories";

/** The columns that say whose and where a row is. */
export function placeOf(actor: Actor) {
  const { id: projectId, regionId } = projectOf(actor);
  return { accountId: actor.accountId, projectId, regionId };
}

/** A server row with a system disk, stopped unless told; the disk's file need not be there. */
export async function aServer(actor: Actor, data: Partial<Prisma.ServerUncheckedCreateInput> = {}): Promise<string> {
  const id = data.id ?? randomUUID();
  const zoneId = `${projectOf(actor).regionId}a`;
  const server = {
    id,
    name: "web",
    flavorId: "s6.small.2",
    zoneId,
    imageName: "golden",
    status: "stopped" as const,
    architecture: "x86" as const,
  };
  await db().server.create({ data: { ...placeOf(actor), ...server, ...data } });
  await aVolume(actor, { serverId: id, device: "vda", bootable: true, sizeGb: 40 });
  return id;
}

/** The row of a data disk that belongs to nobody unless told; its file need not be there. */
export async function aVolume(actor: Actor, data: Partial<Prisma.VolumeUncheckedCreateInput> = {}): Promise<string> {
  const id = data.id ?? randomUUID();
  const volume = {
    id,
    name: "disk",
    sizeGb: 100,
    bootable: false,
    zoneId: `${projectOf(actor).regionId}a`,
    status: "independent" as const,
  };
  await db().volume.create({ data: { ...placeOf(actor), ...volume, ...data } });
  return id;
}
