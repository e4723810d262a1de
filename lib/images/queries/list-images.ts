import "server-only";
import { decodeCursor, type KeysetOrder, keysetOf, toPage } from "@/lib/platform/db/keyset";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import type { ImagePage } from "../client";
import { refusalsOn } from "../covers-image";
import { listedImages } from "../manage/listed-images";
import { type ImageListFilter, imageListInput } from "../schemas";
import { type ImageRow, imageSelect, toImageView } from "../views";

/** One page of one of the four image lists (IMG-01), filtered and sorted in the database. */
export const listImages = query({
  permission: "ims:images:list",
  input: imageListInput,
  async run({ db, scope, actor, input }): Promise<ImagePage> {
    const where = await listedImages(db, inProject(scope), input);
    const order = orderOf(input.sort);
    const cursor = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
    const keyset = keysetOf(order, cursor);
    const [total, rows] = await Promise.all([
      db.image.count({ where }),
      db.image.findMany({ where: { AND: [where, keyset.where] }, orderBy: keyset.orderBy, take: input.size + 1, select: imageSelect }),
    ]);
    const page = toPage<ImageRow>(rows, input.size, cursor, (row) => (order.column === "name" ? row.name : row.createdAt.toISOString()));
    const refusals = refusalsOn(actor);
    return {
      items: page.rows.map((row) => ({ ...toImageView(row, scope.accountId), refusals: refusals(row) })),
      total,
      nextCursor: page.nextCursor,
      previousCursor: page.previousCursor,
    };
  },
});

function orderOf(sort: ImageListFilter["sort"]): KeysetOrder {
  const descending = sort.startsWith("-");
  return sort.endsWith("name")
    ? { column: "name", descending, parse: (key) => key }
    : { column: "createdAt", descending, parse: (key) => new Date(key) };
}
