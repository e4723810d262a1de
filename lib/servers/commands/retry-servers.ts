import "server-only";
import { assertImagesCovered } from "@/lib/images/covers-image";
import { inProject } from "@/lib/platform/operation/authorize";
import { command } from "@/lib/platform/operation/command";
import { enqueueMany } from "@/lib/platform/queue/enqueue";
import { assertServer } from "../assert-server";
import { lockServer } from "../lock-server";
import { moveServer } from "../move-server";
import { retryServersInput } from "../schemas";

/** Makes the servers of a batch that failed once more, under their names and places. Errors: `serverStateInvalid` when one has not failed, `notFound`. */
export const retryServers = command({
  trace: "createServer",
  resourceType: "server",
  permission: "ecs:servers:create",
  input: retryServersInput,
  async run({ tx, actor, scope: anywhere, input, note }) {
    const scope = inProject(anywhere);
    const jobs = [];
    const imageIds: string[] = [];
    for (const serverId of input.serverIds.toSorted()) {
      const server = await lockServer(tx, serverId, scope);
      assertServer("retry", server);
      await moveServer(tx, server, { to: "building", data: { failureCode: null } });
      await tx.volume.updateMany({ where: { serverId, status: "error" }, data: { status: "creating", failureCode: null } });
      if (server.imageId !== null) imageIds.push(server.imageId);
      jobs.push({ kind: "createServer", payload: { serverId, start: false }, targetName: server.name, serverId });
    }
    await assertImagesCovered(tx, scope, imageIds);
    await enqueueMany(tx, actor, scope, jobs);
    note({ retry: true, count: jobs.length, resourceId: input.serverIds[0] ?? "" });
    return { count: jobs.length };
  },
});
