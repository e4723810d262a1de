import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import { decodeCursor, keysetOf, toPage } from "@/lib/platform/db/keyset";
import { likeLiteral } from "@/lib/platform/db/like-literal";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { tagConditions } from "@/lib/tags/tag-conditions";
import type { ServerPage } from "../client";
import { serverListInput } from "../schemas";
import { serversOf } from "../servers-of";
import { type ServerRow, serverSelect, toServerView } from "../views";

const NEWEST_FIRST = { column: "createdAt", descending: true, parse: (key: string) => new Date(key) };

/** One page of the project's servers, newest first. */
export const listServers = query({
  permission: "ecs:servers:list",
  input: serverListInput,
  async run({ db, scope, input }): Promise<ServerPage> {
    const named: Prisma.ServerWhereInput = input.q === "" ? {} : { name: { contains: likeLiteral(input.q), mode: "insensitive" } };
    const all = serversOf(inProject(scope));
    const inUse = () => db.server.groupBy({ by: ["tags"], where: { AND: [all, { tags: { isEmpty: false } }] } });
    const where: Prisma.ServerWhereInput = {
      AND: [all, named, ...(await tagConditions(input.tags, inUse)), input.kind === undefined ? {} : { kind: input.kind }],
    };
    const cursor = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
    const keyset = keysetOf(NEWEST_FIRST, cursor);
    const [total, rows] = await Promise.all([
      db.server.count({ where }),
      db.server.findMany({ where: { AND: [where, keyset.where] }, orderBy: keyset.orderBy, take: input.size + 1, select: serverSelect }),
    ]);
    const page = toPage<ServerRow>(rows, input.size, cursor, (row) => row.createdAt.toISOString());
    return { items: page.rows.map(toServerView), total, nextCursor: page.nextCursor, previousCursor: page.previousCursor };
  },
});
