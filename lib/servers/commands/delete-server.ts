import "server-only";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueue } from "@/lib/platform/queue/enqueue";
import { lockServer } from "../lock-server";
import { deleteServerInput } from "../schemas";

/**
 * Deletes a server with its disks, also while they are still being made; its data disks stay as disks of their own if asked. The
 * image it came from and its backups are not touched.
 */
export const deleteServer = command({
  trace: "deleteServer",
  resourceType: "server",
  permission: "ecs:servers:delete",
  input: deleteServerInput,
  resource: (tx, { serverId }, scope) => lockServer(tx, serverId, scope),
  async run({ tx, actor, scope, input, resource: server }) {
    const deletedAt = new Date();
    await tx.job.updateMany({
      where: { serverId: server.id, status: { in: ["queued", "running"] } },
      data: { cancelRequestedAt: deletedAt },
    });
    if (input.keepDataDisks)
      await tx.volume.updateMany({
        where: { serverId: server.id, bootable: false, status: { in: ["lazy", "independent"] } },
        data: { serverId: null, device: null },
      });
    await tx.server.update({ where: { id: server.id }, data: { status: "deleted", deletedAt } });
    await tx.volume.updateMany({ where: { serverId: server.id }, data: { status: "deleted", deletedAt } });
    await enqueue(tx, actor, inProject(scope), { kind: "removeServerData", payload: { serverId: server.id }, targetName: server.name });
  },
});
