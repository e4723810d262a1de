import "server-only";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { serverIdInput } from "../schemas";
import { serversOf } from "../servers-of";
import { serverSelect, toServerView } from "../views";

/** One server of the project. Errors: `notFound`, also for another account's. */
export const getServer = query({
  permission: "ecs:servers:get",
  input: serverIdInput,
  async run({ db, scope, input }) {
    const row = await db.server.findFirst({ where: { AND: [{ id: input.serverId }, serversOf(inProject(scope))] }, select: serverSelect });
    if (row === null) throw new AppError("notFound", { id: input.serverId });
    return toServerView(row);
  },
});
