import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import { decodeCursor, keysetOf, toPage } from "@/lib/platform/db/keyset";
import { likeLiteral } from "@/lib/platform/db/like-literal";
import { assertOperator } from "@/lib/platform/operation/assert-operator";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { tagConditions } from "@/lib/tags/tag-conditions";
import type { AnyServerPage } from "../client";
import { anyServerListInput } from "../schemas";

const NEWEST_FIRST = { column: "createdAt", descending: true, parse: (key: string) => new Date(key) };

const select = {
  id: true,
  accountId: true,
  name: true,
  status: true,
  flavorId: true,
  zoneId: true,
  tags: true,
  frozenAt: true,
  createdAt: true,
} satisfies Prisma.ServerSelect;

/** One page of the servers of every account in the acting project's region, newest first. For the operator, who freezes and renews them. Errors: `permissionDenied`. */
export const listAnyServers = query({
  permission: "ecs:servers:list",
  input: anyServerListInput,
  async run({ db, actor, scope, input }): Promise<AnyServerPage> {
    assertOperator(actor, "ecs:servers:freeze");
    const like = { contains: likeLiteral(input.q), mode: "insensitive" as const };
    const named = input.q === "" ? [] : await db.account.findMany({ where: { name: like }, select: { id: true } });
    const all: Prisma.ServerWhereInput = { regionId: inProject(scope).project.regionId, status: { not: "deleted" } };
    const inUse = () => db.server.findMany({ where: { ...all, tags: { isEmpty: false } }, select: { tags: true } });
    const where: Prisma.ServerWhereInput = {
      ...all,
      ...(input.frozen ? { frozenAt: { not: null } } : {}),
      ...(input.q === "" ? {} : { OR: [{ name: like }, { accountId: { in: named.map(({ id }) => id) } }] }),
      AND: await tagConditions(input.tags, inUse),
    };
    const cursor = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
    const keyset = keysetOf(NEWEST_FIRST, cursor);
    const [total, found] = await Promise.all([
      db.server.count({ where }),
      db.server.findMany({ where: { AND: [where, keyset.where] }, orderBy: keyset.orderBy, take: input.size + 1, select }),
    ]);
    const { rows, nextCursor, previousCursor } = toPage<(typeof found)[number]>(found, input.size, cursor, (row) =>
      row.createdAt.toISOString(),
    );
    const accounts = await db.account.findMany({
      where: { id: { in: rows.map(({ accountId }) => accountId) } },
      select: { id: true, name: true },
    });
    const items = rows.map(({ accountId, frozenAt, createdAt, status, ...row }) => ({
      ...row,
      accountName: accounts.find(({ id }) => id === accountId)?.name ?? accountId,
      state: frozenAt === null ? status : ("frozen" as const),
      frozenAt: frozenAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
    }));
    return { items, total, nextCursor, previousCursor };
  },
});
