import "server-only";
import type { Db, Prisma } from "@/lib/platform/db/client";
import { decodeCursor, encodeCursor } from "@/lib/platform/db/keyset";
import { likeLiteral } from "@/lib/platform/db/like-literal";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import type { ReceivedPage } from "../client";
import { membersOf } from "../members-of";
import { receivedListInput } from "../schemas";
import { type Owner, type ReceivedRow, receivedSelect, toReceivedView } from "../views";

/**
 * One page of the shares the project has received, newest first: those it accepted, those that wait for an answer, or those it
 * rejected (SHR-15). Read in the order of the shares' own index, so its price does not grow with their number (SHR-05).
 */
export const listReceived = query({
  permission: "ims:images:list",
  input: receivedListInput,
  async run({ db, scope: anywhere, input }): Promise<ReceivedPage> {
    const scope = inProject(anywhere);
    const named: Prisma.ImageMemberWhereInput =
      input.q === "" ? {} : { image: { name: { contains: likeLiteral(input.q), mode: "insensitive" } } };
    const where: Prisma.ImageMemberWhereInput = { AND: [membersOf(scope), { status: input.status }, named] };
    const cursor = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
    const backwards = cursor?.direction === "previous";
    const orderBy = backwards
      ? [{ createdAt: "asc" as const }, { imageId: "desc" as const }]
      : [{ createdAt: "desc" as const }, { imageId: "asc" as const }];
    const [total, read] = await Promise.all([
      db.imageMember.count({ where }),
      db.imageMember.findMany({ where: { AND: [where, beyond(cursor)] }, orderBy, take: input.size + 1, select: receivedSelect }),
    ]);
    const kept = backwards ? read.slice(0, input.size).reverse() : read.slice(0, input.size);
    const owners = await ownersOf(db, kept, scope.accountId);
    const items = kept.map((row) => toReceivedView(row, scope.accountId, owners.get(row.image.accountId) ?? { name: "", known: false }));
    const more = read.length > input.size;
    return {
      items,
      total,
      nextCursor: backwards || more ? cursorAt(kept.at(-1), "next") : null,
      previousCursor: (backwards ? more : cursor !== undefined) ? cursorAt(kept[0], "previous") : null,
    };
  },
});

function cursorAt(row: ReceivedRow | undefined, direction: "next" | "previous"): string | null {
  return row === undefined ? null : encodeCursor({ key: row.createdAt.toISOString(), id: row.imageId, direction });
}

function beyond(cursor: ReturnType<typeof decodeCursor> | undefined): Prisma.ImageMemberWhereInput {
  if (cursor === undefined) return {};
  const at = new Date(cursor.key);
  if (Number.isNaN(at.getTime())) throw new AppError("invalidArgument", { field: "cursor" });
  return cursor.direction === "next"
    ? { OR: [{ createdAt: { lt: at } }, { createdAt: at, imageId: { gt: cursor.id } }] }
    : { OR: [{ createdAt: { gt: at } }, { createdAt: at, imageId: { lt: cursor.id } }] };
}

/** Names of the owners on a page, and whether the account has accepted anything of theirs. */
async function ownersOf(db: Db, rows: readonly ReceivedRow[], accountId: string): Promise<ReadonlyMap<string, Owner>> {
  const ids = [...new Set(rows.map(({ image }) => image.accountId))];
  const accounts = await db.account.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const known = await Promise.all(
    ids.map((id) =>
      db.imageMember.findFirst({ where: { accountId, status: "accepted", image: { accountId: id } }, select: { imageId: true } }),
    ),
  );
  return new Map(accounts.map(({ id, name }) => [id, { name, known: known[ids.indexOf(id)] !== null }]));
}
