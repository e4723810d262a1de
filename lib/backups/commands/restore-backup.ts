import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { assertServer } from "@/lib/servers/assert-server";
import { lockServer } from "@/lib/servers/lock-server";
import { moveServer } from "@/lib/servers/move-server";
import { holdFills } from "@/lib/volumes/content/hold-fills";
import { lockBackup } from "../lock-backup";
import { whyNotBackup } from "../model";
import { backupIdInput } from "../schemas";
import { toBackupViews } from "../views";

/**
 * Writes a backup back onto the disks of its server, which is stopped: its system disk whichever that is now, its data disks by their ids.
 * Errors: `backupNotAvailable`, `backupWithoutServer` in a region it was copied to, `taskInProgress`, `serverStateInvalid`, `serverFrozen`, `conflict` when a data disk is not attached any more
 * or a disk is smaller now, `notFound` when the server is gone.
 */
export const restoreBackup = command({
  trace: "restoreBackup",
  resourceType: "backup",
  permission: "cbr:backups:restore",
  input: backupIdInput.extend({ start: z.boolean().default(false) }),
  resource: (tx, { backupId }, scope) => lockBackup(tx, backupId, scope),
  async run({ tx, actor, scope, input, resource: row, note }) {
    const [backup] = await toBackupViews(tx, [row]);
    const refusal = backup === undefined ? undefined : whyNotBackup("restore", backup);
    if (refusal !== undefined) throw new AppError(refusal.code, refusal.detail);
    const server = await lockServer(tx, row.serverId ?? "", scope);
    assertServer("restore", server);
    const saved = await tx.backupDisk.findMany({ where: { backupId: row.id }, select: { position: true, volumeId: true, sizeGb: true } });
    const disks = saved.map(({ position, volumeId, sizeGb }) => {
      const volume = server.volumes.find((each) => (position === 0 ? each.bootable : each.id === volumeId));
      if (volume === undefined) throw new AppError("conflict", { reason: "diskDetached", position });
      if (volume.sizeGb < sizeGb) throw new AppError("conflict", { reason: "diskSmaller", position });
      return { position, volumeId: volume.id };
    });
    await holdFills(
      tx,
      disks.map(({ volumeId }) => volumeId),
    );
    await moveServer(tx, server, { to: "building" });
    const jobId = await enqueue(tx, actor, inProject(scope), {
      kind: "restoreBackup",
      payload: { backupId: row.id, serverId: server.id, disks, start: input.start },
      targetName: server.name,
      serverId: server.id,
      backupId: row.id,
    });
    note({ server: server.name, jobId });
    return { jobId };
  },
});
