import "server-only";
import { z } from "zod";
import type { Task } from "@/lib/platform/queue/work";
import { storageOf } from "@/lib/regions/storage-of";

const payloadSchema = z.object({ vaultId: z.uuid() });

/** Removes the blocks of a vault that no backup refers to any more. May run at any time, any number of times. */
export const removeBackupData: Task = {
  async run(run) {
    const { vaultId } = payloadSchema.parse(run.job.payload);
    let unused: { id: string; regionId: string; storageKey: string }[] = [];
    await run.succeed(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "Vault" WHERE "id" = ${vaultId}::uuid FOR UPDATE`;
      unused = await tx.$queryRaw`
        SELECT d."id", d."regionId", d."storageKey" FROM "BackupDelta" d WHERE d."vaultId" = ${vaultId}::uuid AND NOT EXISTS (
          SELECT FROM "BackupDisk" k JOIN "Backup" b ON b."id" = k."backupId" AND b."status" <> 'deleted'
          WHERE b."vaultId" = d."vaultId" AND d."id" = ANY(k."deltaIds"))`;
      await tx.backupDelta.deleteMany({ where: { id: { in: unused.map(({ id }) => id) } } });
      await tx.backupDisk.deleteMany({ where: { backup: { vaultId, status: "deleted" } } });
    });
    for (const { regionId, storageKey } of unused) await storageOf(regionId).delete(storageKey);
  },

  async ended() {
    // The sweep finds objects that no row names.
  },
};
