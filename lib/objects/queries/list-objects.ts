import "server-only";
import { decodeCursor, keysetOf, toPage } from "@/lib/platform/db/keyset";
import { likeLiteral } from "@/lib/platform/db/like-literal";
import { AppError } from "@/lib/platform/errors";
import { inProject } from "@/lib/platform/operation/authorize";
import { query } from "@/lib/platform/operation/query";
import { bucketsOf } from "../buckets-of";
import type { ObjectPage } from "../model";
import { objectListInput } from "../schemas";
import { objectSelect, toObjectView } from "../views";

const BY_NAME = { column: "name", descending: false, parse: (key: string) => key };

/** One page of a bucket's objects in the order of their names. Errors: `notFound` for another project's bucket. */
export const listObjects = query({
  permission: "obs:objects:list",
  input: objectListInput,
  async run({ db, scope, input }): Promise<ObjectPage> {
    const where = { AND: [{ id: input.bucketId }, bucketsOf(inProject(scope))] };
    if ((await db.bucket.count({ where })) === 0) throw new AppError("notFound", { id: input.bucketId });
    const cursor = input.cursor === undefined ? undefined : decodeCursor(input.cursor);
    const page = keysetOf(BY_NAME, cursor);
    const read = await db.bucketObject.findMany({
      where: { AND: [{ bucketId: input.bucketId, name: { startsWith: likeLiteral(input.prefix) } }, page.where] },
      orderBy: page.orderBy,
      take: input.size + 1,
      select: objectSelect,
    });
    const { rows, nextCursor, previousCursor } = toPage(read, input.size, cursor, (row) => row.name);
    return { items: rows.map(toObjectView), nextCursor, previousCursor };
  },
});
