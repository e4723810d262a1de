import "server-only";
import { z } from "zod";
import type { Task } from "@/lib/platform/queue/work";
import { storageOf } from "@/lib/regions/storage-of";

/** `doomed`: what the job has taken out of the database and has to remove, whichever delivery of it comes that far. */
const payloadSchema = z.object({
  vaultId: z.uuid(),
  doomed: z.array(z.object({ regionId: z.string(), storageKey: z.string() })).default([]),
});

/**
 * Removes the blocks of a vault that no backup refers to any more. May run at any time, any number of times: rows go first, so that no new
 * backup builds on a block that goes, and the job remembers what they named.
 */
export const removeBackupData: Task = {
  async run(run) {
    const { vaultId, doomed } = payloadSchema.parse(run.job.payload);
    await run.apply(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "Vault" WHERE "id" = ${vaultId}::uuid FOR UPDATE`;
      const unused: { id: string; regionId: string; storageKey: string }[] = await tx.$queryRaw`
        SELECT d."id", d."regionId", d."storageKey" FROM "BackupDelta" d WHERE d."vaultId" = ${vaultId}::uuid AND NOT EXISTS (
          SELECT FROM "BackupDisk" k JOIN "Backup" b ON b."id" = k."backupId" AND b."status" <> 'deleted'
          WHERE b."vaultId" = d."vaultId" AND d."id" = ANY(k."deltaIds"))`;
      await tx.backupDelta.deleteMany({ where: { id: { in: unused.map(({ id }) => id) } } });
      await tx.backupDisk.deleteMany({ where: { backup: { vaultId, status: "deleted" } } });
      for (const { regionId, storageKey } of unused) doomed.push({ regionId, storageKey });
      await tx.job.update({ where: { id: run.job.id }, data: { payload: { vaultId, doomed } } });
    });
    for (const { regionId, storageKey } of doomed) await storageOf(regionId).delete(storageKey);
    await run.succeed(async () => undefined);
  },

  async ended() {
    // The sweep finds objects that no row names.
  },
};
