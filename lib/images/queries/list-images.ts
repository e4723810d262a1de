import "server-only";
import type { Prisma } from "@/lib/platform/db/client";
import { decodeCursor, type KeysetOrder, keysetOf, toPage } from "@/lib/platform/db/keyset";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import type { ImagePage } from "../client";
import { COUNT_MAX } from "../constraints";
import { imagesOfType } from "../images-of";
import { type ImageListFilter, imageListInput } from "../schemas";
import { type ImageRow, imageSelect, toImageView } from "../views";

/** One page of one of the four image lists (IMG-01), filtered and sorted in the database. */
export const listImages = query({
  permission: "ims:images:list",
  input: imageListInput,
  async run({ db, scope, input }): Promise<ImagePage> {
    const where: Prisma.ImageWhereInput = { AND: [imagesOfType(inProject(scope), input.type), fromFilter(input)] };
    const order = orderOf(input.sort);
    const cursor = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
    const keyset = keysetOf(order, cursor);
    const [total, rows] = await Promise.all([
      db.image.count({ where, take: COUNT_MAX + 1 }),
      db.image.findMany({ where: { AND: [where, keyset.where] }, orderBy: keyset.orderBy, take: input.size + 1, select: imageSelect }),
    ]);
    const page = toPage<ImageRow>(rows, input.size, cursor, (row) => (order.column === "name" ? row.name : row.createdAt.toISOString()));
    return {
      items: page.rows.map((row) => toImageView(row, scope.accountId)),
      total: Math.min(total, COUNT_MAX),
      more: total > COUNT_MAX,
      nextCursor: page.nextCursor,
      previousCursor: page.previousCursor,
    };
  },
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function fromFilter(filter: ImageListFilter): Prisma.ImageWhereInput {
  return {
    ...(filter.q === "" ? {} : { OR: [{ name: { contains: filter.q, mode: "insensitive" } }, ...(UUID.test(filter.q) ? [{ id: filter.q }] : [])] }),
    ...(filter.state === undefined ? {} : { status: { in: STATUSES[filter.state] } }),
    ...(filter.os === undefined ? {} : { osFamily: filter.os }),
    ...(filter.platform === undefined ? {} : { osPlatform: filter.platform }),
    ...(filter.architecture === undefined ? {} : { architecture: filter.architecture }),
    ...(filter.kind === undefined ? {} : { kind: filter.kind }),
  };
}

const STATUSES = { creating: ["queued", "saving"], normal: ["active"], error: ["killed"] } satisfies Record<string, ImageRow["status"][]>;

function orderOf(sort: ImageListFilter["sort"]): KeysetOrder {
  const descending = sort.startsWith("-");
  return sort.endsWith("name") ? { column: "name", descending, parse: (key) => key } : { column: "createdAt", descending, parse: (key) => new Date(key) };
}
