import "server-only";
import { command } from "@/lib/platform/operation/command";
import { assertServer } from "../assert-server";
import { lockServer } from "../lock-server";
import { moveServer } from "../move-server";
import { serverIdInput } from "../schemas";

/** Starts a stopped server. Errors: `serverFrozen`, `serverStateInvalid`, `notFound`. */
export const startServer = command({
  trace: "startServer",
  resourceType: "server",
  permission: "ecs:servers:start",
  input: serverIdInput,
  resource: (tx, { serverId }, scope) => lockServer(tx, serverId, scope),
  async run({ tx, resource: server }) {
    assertServer("start", server);
    await moveServer(tx, server, { to: "running" });
  },
});
