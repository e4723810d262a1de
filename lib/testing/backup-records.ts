import { randomUUID } from "node:crypto";
import { db, type Prisma } from "@/lib/platform/db/client";
import type { Actor } from "@/lib/platform/operation/actor";
import { aServer, placeOf } from "./server-records";

/** An empty vault of CBR with room for everything, unless told. */
export async function aVault(actor: Actor, data: Partial<Prisma.VaultUncheckedCreateInput> = {}): Promise<string> {
  const id = data.id ?? randomUUID();
  await db().vault.create({ data: { id, ...placeOf(actor), kind: "cbr", name: "vault", capacityGb: 10_000, ...data } });
  return id;
}

/** An available backup of a server, all made up; no blocks are stored for it. */
export async function aBackup(actor: Actor, data: Partial<Prisma.BackupUncheckedCreateInput> = {}): Promise<string> {
  const id = data.id ?? randomUUID();
  const serverId = data.serverId ?? (await aServer(actor));
  const vaultId = data.vaultId ?? (await aVault(actor, { kind: data.kind ?? "cbr" }));
  const { id: volumeId } = await db().volume.findFirstOrThrow({ where: { serverId, bootable: true }, select: { id: true } });
  const about = {
    kind: "cbr" as const,
    name: "backup",
    status: "available" as const,
    serverName: "web",
    sizeGb: 40,
    lineage: { sourceServerId: serverId },
  };
  await db().backup.create({ data: { id, ...placeOf(actor), ...about, ...data, serverId, vaultId } });
  await db().backupDisk.create({
    data: { backupId: id, position: 0, volumeId, device: "vda", sizeGb: 40, blocks: new Uint8Array(), deltaIds: [] },
  });
  return id;
}
