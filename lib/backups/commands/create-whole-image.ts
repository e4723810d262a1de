import "server-only";
import { z } from "zod";
import { assertSource } from "@/lib/images/sources/assert-source";
import { insertMadeImage } from "@/lib/images/sources/insert-made-image";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import type { Scope } from "@/lib/platform/operation/actor";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { imageLineage } from "@/lib/servers/image-lineage";
import { lockServer } from "@/lib/servers/lock-server";
import { toServerView } from "@/lib/servers/views";
import { insertBackup } from "../insert-backup";
import { lockBackup } from "../lock-backup";
import { createWholeImageInput } from "../schemas";
import { toBackupViews } from "../views";

/**
 * Makes a full-server image of a backup of CSBS or CBR (PRI-15, PRI-16), or of a server, of which a CBR backup is made first (PRI-14,
 * AMB-24). Errors: the refusals of the rules for `wholeFromServer` and `wholeFromBackup`, `backupAlreadyUsed` also by the constraint
 * `image_backup_once` for a race, `vaultFull`, `vaultKindMismatch`, `imageQuotaExceeded`, `createTaskLimitExceeded`.
 */
export const createWholeImage = command({
  trace: "createImage",
  resourceType: "image",
  permission: "ims:wholeImages:create",
  input: createWholeImageInput,
  constraints: { image_quota: "imageQuotaExceeded", image_backup_once: "backupAlreadyUsed", "unique(sourceBackupId)": "backupAlreadyUsed" },
  async run({ tx, actor, scope: anywhere, input, note }) {
    const scope = inProject(anywhere);
    const { backupId, serverId, vaultId, ...fields } = input;
    const from =
      backupId === undefined ? await ofServer(tx, scope, { serverId, vaultId, name: input.name }) : await ofBackup(tx, scope, backupId);
    const source = { kind: "whole" as const, ...from.lineage, sourceBackupId: from.backupId, ...from.about };
    const imageId = await insertMadeImage(tx, scope, { fields, source });
    const jobId = await enqueue(tx, actor, scope, {
      kind: "createWholeImage",
      payload: { imageId, backupId: from.backupId },
      targetName: input.name,
      imageId,
      backupId: from.backupId,
      ...(serverId === undefined ? {} : { serverId }),
    });
    note({ resourceId: imageId, resourceName: input.name, backup: from.backupId, jobId });
    return { imageId, jobId };
  },
});

async function ofServer(
  tx: Tx,
  scope: Scope,
  { serverId = "", vaultId = "", name }: { serverId?: string | undefined; vaultId?: string | undefined; name: string },
) {
  const server = toServerView(await lockServer(tx, serverId, scope));
  assertSource("wholeFromServer", { server });
  const { lineage, hadCsbsBackup } = await imageLineage(tx, serverId);
  const backup = await insertBackup(tx, scope, {
    server,
    vaultId,
    name: name.replace(/[^\p{L}\p{N}._-]/gu, "-").slice(0, 64),
    kind: "cbr",
  });
  const system = server.volumes.find(({ bootable }) => bootable);
  if (system === undefined) throw new AppError("internal", { reason: "noSystemDisk" });
  const encrypted = server.volumes.find((volume) => volume.encrypted);
  const about = {
    sourceKind: "server",
    sourceName: server.name,
    originCsbs: hadCsbsBackup,
    minDiskGb: system.sizeGb,
    encrypted: encrypted !== undefined,
    keyId: encrypted?.keyId ?? null,
  };
  return { backupId: backup.id, lineage, about };
}

/** What was noted when the backup was taken, which is JSON that this program wrote. */
const lineageSchema = z.looseObject({ sourceServerId: z.uuid() });

async function ofBackup(tx: Tx, scope: Scope, backupId: string) {
  const row = await lockBackup(tx, backupId, scope);
  const [backup] = await toBackupViews(tx, [row]);
  if (backup !== undefined) assertSource("wholeFromBackup", { backup });
  const { lineage } = await tx.backup.findUniqueOrThrow({ where: { id: backupId }, select: { lineage: true } });
  const keys = await tx.volume.findMany({
    where: {
      id: { in: (await tx.backupDisk.findMany({ where: { backupId }, select: { volumeId: true } })).map(({ volumeId }) => volumeId) },
      encrypted: true,
    },
    select: { keyId: true },
  });
  const about = {
    sourceKind: "backup",
    sourceName: row.name,
    originCsbs: row.kind === "csbs",
    minDiskGb: row.disks[0]?.sizeGb ?? 0,
    encrypted: keys.length > 0,
    keyId: keys[0]?.keyId ?? null,
  };
  return { backupId, lineage: lineageSchema.parse(lineage), about };
}
