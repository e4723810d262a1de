import "server-only";
import { randomUUID } from "node:crypto";
import { assertKeysUsable } from "@/lib/keys/assert-keys-usable";
import type { Tx } from "@/lib/platform/db/client";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { imageLineage } from "@/lib/servers/image-lineage";
import type { ServerView } from "@/lib/servers/model";
import { holdFills } from "@/lib/volumes/content/hold-fills";
import { assertRoom } from "./assert-room";
import { lockVault } from "./lock-vault";
import type { BackupKind } from "./model";

interface NewBackup {
  readonly server: ServerView;
  readonly vaultId: string;
  readonly name: string;
  /** The service a vault must be of; left out: either. */
  readonly kind?: BackupKind;
}

/** The row of a backup that a job will take; the vault must have room for all disks of the server. Errors: `vaultFull`, `vaultKindMismatch`, `keyUnavailable`, `notFound`. */
export async function insertBackup(tx: Tx, anywhere: Scope, { server, vaultId, name, kind }: NewBackup) {
  const scope = inProject(anywhere);
  const vault = await lockVault(tx, vaultId, scope);
  const sizeGb = server.volumes.reduce((sum, volume) => sum + volume.sizeGb, 0);
  await assertRoom(tx, vault, { sizeGb, kind });
  await assertKeysUsable(tx, server.volumes);
  const { lineage } = await imageLineage(tx, server.id);
  const id = randomUUID();
  const place = { accountId: scope.accountId, projectId: scope.project.id, regionId: scope.project.regionId };
  const about = { kind: vault.kind, name, sizeGb, lineage, serverId: server.id, serverName: server.name };
  await tx.backup.create({ data: { id, ...place, vaultId, ...about } });
  if (vault.kind === "csbs") await tx.server.update({ where: { id: server.id }, data: { hadCsbsBackup: true } });
  await holdFills(
    tx,
    server.volumes.map((volume) => volume.id),
  );
  return { id, kind: vault.kind };
}
