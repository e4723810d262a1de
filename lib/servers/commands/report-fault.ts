import "server-only";
import { command } from "@/lib/platform/operation/command";
import { assertServer } from "../assert-server";
import { lockServer } from "../lock-server";
import { reportFaultInput } from "../schemas";

/** Notes that a server's software does not work any more (SCN-04). Replacing its system from an image takes the mark away. */
export const reportFault = command({
  trace: "reportServerFault",
  resourceType: "server",
  permission: "ecs:servers:update",
  input: reportFaultInput,
  resource: (tx, { serverId }, scope) => lockServer(tx, serverId, scope),
  async run({ tx, input, resource: server, note }) {
    assertServer("reportFault", server);
    await tx.server.update({ where: { id: server.id }, data: { faultyAt: new Date(), faultNote: input.note } });
    note({ fault: input.note });
  },
});
