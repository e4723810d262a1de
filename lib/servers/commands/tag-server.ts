import "server-only";
import { command } from "@/lib/platform/operation/command";
import { changeTags } from "@/lib/tags/change-tags";
import { formatTag } from "@/lib/tags/model";
import { lockServer } from "../lock-server";
import { tagServerInput } from "../schemas";

/** Sets and removes tags of a server (REL-08); a key that is there gets the new value. Errors: `tagLimitExceeded`, `notFound`. */
export const tagServer = command({
  trace: "updateTags",
  resourceType: "server",
  permission: "ecs:servers:update",
  input: tagServerInput,
  resource: (tx, { serverId }, scope) => lockServer(tx, serverId, scope),
  async run({ tx, input, resource: server, note }) {
    const tags = changeTags(server.tags, input);
    await tx.server.update({ where: { id: server.id }, data: { tags } });
    note({ set: input.set.map(formatTag), removed: input.removeKeys });
    return { tags };
  },
});
