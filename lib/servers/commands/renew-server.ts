import "server-only";
import { command } from "@/lib/platform/operation/command";
import { lockAnyServer } from "../lock-any-server";
import { serverIdInput } from "../schemas";

/** Unfreezes a server whose fees were paid (PRI-21). By the platform's operator, for any account. Errors: `permissionDenied`, `notFound`. */
export const renewServer = command({
  trace: "renewServer",
  resourceType: "server",
  permission: "ecs:servers:freeze",
  input: serverIdInput,
  async run({ tx, actor, input, note }) {
    const server = await lockAnyServer(tx, actor, input.serverId);
    await tx.server.update({ where: { id: server.id }, data: { frozenAt: null } });
    note({ resourceId: server.id, resourceName: server.name });
  },
});
