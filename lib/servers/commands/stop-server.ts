import "server-only";
import { command } from "@/lib/platform/operation/command";
import { assertServer } from "../assert-server";
import { lockServer } from "../lock-server";
import { moveServer } from "../move-server";
import { serverIdInput } from "../schemas";

/** Stops a running server, also a frozen one. Errors: `serverFrozen`, `serverStateInvalid`, `notFound`. */
export const stopServer = command({
  trace: "stopServer",
  resourceType: "server",
  permission: "ecs:servers:stop",
  input: serverIdInput,
  resource: (tx, { serverId }, scope) => lockServer(tx, serverId, scope),
  async run({ tx, resource: server }) {
    assertServer("stop", server);
    await moveServer(tx, server, { to: "stopped" });
  },
});
