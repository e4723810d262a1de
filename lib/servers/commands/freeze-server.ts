import "server-only";
import { command } from "@/lib/platform/operation/command";
import { lockAnyServer } from "../lock-any-server";
import { serverIdInput } from "../schemas";

/** Freezes a server because fees are owed (LIM-51): nothing is made of it until they are paid. By the platform's operator, for any account. Errors: `permissionDenied`, `notFound`. */
export const freezeServer = command({
  trace: "freezeServer",
  resourceType: "server",
  permission: "ecs:servers:freeze",
  input: serverIdInput,
  async run({ tx, actor, input, note }) {
    const server = await lockAnyServer(tx, actor, input.serverId);
    await tx.server.update({ where: { id: server.id }, data: { frozenAt: server.frozenAt ?? new Date() } });
    note({ resourceId: server.id, resourceName: server.name });
  },
});
