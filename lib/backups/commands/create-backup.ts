import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { assertServer } from "@/lib/servers/assert-server";
import { lockServer } from "@/lib/servers/lock-server";
import { toServerView } from "@/lib/servers/views";
import { insertBackup } from "../insert-backup";
import { createBackupInput } from "../schemas";

/**
 * Backs up all disks of a server, running or not, into a vault of CSBS or CBR. Errors: `vaultFull`, `serverFrozen`, `serverStateInvalid`,
 * `taskInProgress`, `bmsLocalDisk` for a bare metal server with disks of its own, `notFound`.
 */
export const createBackup = command({
  trace: "createBackup",
  resourceType: "backup",
  permission: "cbr:backups:create",
  input: createBackupInput,
  resource: (tx, { serverId }, scope) => lockServer(tx, serverId, scope),
  async run({ tx, actor, scope, input, resource, note }) {
    assertServer("backUp", resource);
    const server = toServerView(resource);
    if (server.volumes.some(({ local }) => local)) throw new AppError("bmsLocalDisk", {});
    const backup = await insertBackup(tx, scope, { server, vaultId: input.vaultId, name: input.name });
    const jobId = await enqueue(tx, actor, inProject(scope), {
      kind: "createBackup",
      payload: { backupId: backup.id },
      targetName: input.name,
      serverId: server.id,
      backupId: backup.id,
    });
    note({ resourceId: backup.id, resourceName: input.name, server: server.name, kind: backup.kind, jobId });
    return { backupId: backup.id, jobId };
  },
});
