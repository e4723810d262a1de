import "server-only";
import { imagesOfType } from "@/lib/images/images-of";
import type { Prisma } from "@/lib/platform/db/client";
import { decodeCursor, keysetOf, toPage } from "@/lib/platform/db/keyset";
import { likeLiteral } from "@/lib/platform/db/like-literal";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import type { MarketPage } from "../client";
import { marketListInput } from "../schemas";
import { type MarketRow, marketSelect, toMarketItem } from "../views";

const NEWEST_FIRST = { column: "createdAt", descending: true, parse: (key: string) => new Date(key) };

/** One page of the market of a region (MKT-01): what has been approved, with vendor, software and price; found by any of these. */
export const listMarket = query({
  permission: "ims:images:list",
  input: marketListInput,
  async run({ db, scope: anywhere, input }): Promise<MarketPage> {
    const scope = inProject(anywhere);
    const text = { contains: likeLiteral(input.q), mode: "insensitive" as const };
    const found: Prisma.ImageWhereInput =
      input.q === ""
        ? {}
        : { OR: [{ name: text }, { listing: { OR: [{ vendor: text }, { summary: text }, { software: { has: input.q } }] } }] };
    const where: Prisma.ImageWhereInput = { AND: [imagesOfType(scope, "market"), found] };
    const cursor = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
    const keyset = keysetOf(NEWEST_FIRST, cursor);
    const [total, rows] = await Promise.all([
      db.image.count({ where }),
      db.image.findMany({ where: { AND: [where, keyset.where] }, orderBy: keyset.orderBy, take: input.size + 1, select: marketSelect }),
    ]);
    const page = toPage<MarketRow>(rows, input.size, cursor, (row) => row.createdAt.toISOString());
    const items = page.rows.map((row) => toMarketItem(row, scope.accountId));
    return { items, total, nextCursor: page.nextCursor, previousCursor: page.previousCursor };
  },
});
